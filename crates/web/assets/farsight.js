// What pages do beyond HTML. Everything works without it.
(() => {
  "use strict";
  // The order and the filters apply as they are chosen; the buttons are for those without this script.
  document.querySelectorAll("form.discover").forEach((form) => {
    form.classList.add("live");
    form.addEventListener("change", (event) => {
      // Ticks for comparing change nothing of the list.
      if (!["q", "campaign"].includes(event.target.name)) form.requestSubmit();
    });
    // Empty fields do not belong in an address that people share.
    form.addEventListener("formdata", (event) => {
      if (!event.formData.get("q")) event.formData.delete("q");
    });
  });
  // Choosing a reward fills in the least amount it asks for.
  document.querySelectorAll("input[data-amount]").forEach((radio) => {
    radio.addEventListener("change", () => {
      const amount = document.getElementById("f-amount");
      if (amount && Number(amount.value.replace(/,/g, "")) < Number(radio.dataset.amount)) amount.value = radio.dataset.amount;
    });
  });
  // A form is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
})();

# What becomes of money after a campaign’s deadline.

## A pledge’s page
pledges-repair = See what to do
pledge-next = What happens next
pledge-next-reserved = Once a card is saved, your pledge counts. If none is saved in time, it ends by itself and nothing is charged.
pledge-next-authorised = Your card is saved. The pledge counts in a moment.
pledge-next-committed = Your card is charged after the deadline, and only if the goal is reached. You may cancel until then.
pledge-next-reconfirm-due = The patents changed after you pledged. Nothing is charged unless you confirm again.
pledge-next-collecting = The goal was reached and your card is being charged. There is nothing for you to do.
pledge-next-collected = The money arrived. The founder is paid after finance has checked the campaign; your receipt is below.
pledge-next-errored = Unless you repair it, the card is tried once more when the time is over. If that fails too, the pledge is dropped and you owe nothing.
pledge-next-action-required = Confirm with your bank. If you do not, the payment fails and the pledge is dropped in the end; you owe nothing then.
pledge-next-dropped = Nothing. The money could not be collected in time; you were not charged and owe nothing.
pledge-next-cancelled = Nothing. This pledge was taken back, or no card was saved in time. Nothing was charged.
pledge-next-released = Nothing. The campaign ended without charging you.
pledge-next-refunded = The money is on its way back or back already. Banks show it within five to ten working days.
pledge-next-disputed = Your bank decides about the charge that was contested. That can take some months.
pledge-next-won = Nothing. Your bank decided that the charge stands.
pledge-next-lost = Nothing. Your bank gave the money back to you.
pledge-payment-failed = The payment did not go through
pledge-bank-asks = Your bank asks you to confirm
# $when: the moment
pledge-repair-until = You can pay with another card until { $when }.
pledge-repair-now = You can pay with another card now.
pledge-repair-over = The time to repair it is over. The card is tried one last time.
pledge-repair = Pay with another card
# $when: the moment
pledge-answer-until = You can answer until { $when }.
pledge-answer-bank = Answer your bank
pledge-refresh-what = Have you answered elsewhere, such as in your bank’s app?
pledge-refresh = Ask again how the payment stands
# $amount: what was pledged
pledge-placed = { $amount } pledged.
pledge-step-authorised = The card was saved.
pledge-step-committed = The pledge counts towards the goal.
pledge-step-reconfirm-due = The patents changed; a new confirmation was asked for.
pledge-step-collecting = The goal was reached: the card is charged.
pledge-step-dropped = The money could not be collected in time. Nothing is owed.
pledge-step-cancelled = The pledge ended. Nothing was charged.
pledge-step-released = The pledge was released. Nothing was charged.

## Tries at charging a card
# $number: which try, $what: a sentence about it
payment-try = Try { $number }: { $what }
# $amount in each: how much
payment-told-created = { $amount } is about to be charged.
payment-told-unknown = { $amount } was asked for; the answer is not known yet.
payment-told-processing = The bank is being asked for { $amount }.
payment-told-action-required = The bank wants a confirmation before it pays { $amount }.
payment-told-succeeded = { $amount } charged.
payment-told-failed = { $amount } could not be charged.
payment-told-canceled = The try at charging { $amount } was given up.
payment-told-mismatched = Another amount than { $amount } arrived; a person looks into it.
payment-cause-deadline = The campaign reached its goal.
payment-cause-repair = With the card entered after a failure.
payment-cause-last-try = The last try, after the time to repair it.
payment-failed-funds = There was not enough money on the card.
payment-failed-expired = The card has expired.
payment-failed-cvc = The security code was wrong.
payment-failed-declined = The card was declined by the bank. The bank does not say why; ask it, or use another card.
payment-failed-bank = The bank wants to know that it is you before it pays.
payment-failed-processing = The bank could not process the payment. Nothing is wrong with the card as far as it says.
card-title-repair = Pay with another card
# $amount: how much
card-charged-at-once = This card is charged at once: { $amount }.
# $amount: how much
card-pay = Save the card and pay { $amount }
card-outcome-declined-when-charged = Saved, but declined when charged
card-outcome-needs-authentication-each-time = The bank asks for a confirmation each time
card-outcome-disputed-as-fraudulent = Charged, then disputed as fraudulent
card-outcome-disputed-as-not-received = Charged, then disputed as not received
card-outcome-inquiry = Charged, then the bank asks about it
card-outcome-refund-pends = Charged; a refund takes a while
card-outcome-refund-fails = Charged; a refund fails
# $amount: how much
confirm-payment = Is it you who pays { $amount } now?

## Refunds and disputes
# $amount in each: how much
refund-told-requested = { $amount } is to go back to the card.
refund-told-sent = { $amount } is on its way back to the card.
refund-told-succeeded = { $amount } went back to the card.
refund-told-failed = { $amount } could not be given back to the card; it will be paid in another way.
refund-told-manual = { $amount } was given back in another way.
refund-reason-campaign-failed = The campaign failed after its money was collected
refund-reason-investor-request = The investor asked for it
refund-reason-not-delivered = What was promised did not come
refund-reason-duplicate = It was paid twice
refund-reason-fraud = The card was used without its holder’s will
refund-reason-patent-changed = The patents changed and the investor did not stay
refund-reason-goodwill = Goodwill
refund-reason-at-provider = Made at the payment provider
# $amount: how much
dispute-opened = { $amount } contested at the bank.
dispute-state-warning-needs-response = The bank asks about the charge
dispute-state-warning-under-review = The bank reads the answer
dispute-state-warning-closed = The bank asked and left it at that
dispute-state-needs-response = Evidence is awaited
dispute-state-under-review = The bank decides
dispute-state-won = Decided for the platform
dispute-state-lost = Decided for the payer

## The receipt
receipt-title = Receipt
receipt-number = Receipt number
receipt-date = Charged on
receipt-amount = Amount charged
receipt-pledge = Pledge
receipt-refunded = Given back
receipt-issuer = Issued by Farsight for the campaign’s founder. Print this page for your records.

## What became of a campaign’s money
collection-title = What became of the money
collection-what = What
collection-amount = Amount
collection-pledges = Pledges
collection-pledged = Pledged
collection-collected = Collected
collection-dropped = Could not be collected
collection-refunded = Given back
# $collected and $pledged: amounts
collection-bar = { $collected } collected of { $pledged } pledged
# $when: the moment
collection-grace-until = Some cards failed; their investors may repair the payment until { $when }.
# $when: the moment
collection-decide-until = Less was collected than the goal; the founder decides until { $when } whether to accept it or give everything back.
collection-stage-planning = The goal was reached. The cards are about to be charged.
collection-stage-collecting = The goal was reached. The cards are being charged.
collection-stage-grace = Some cards failed; their investors may repair the payment.
collection-stage-last-tries = The time to repair failed payments is over. What still fails is tried once more, then dropped.
collection-stage-deciding = Less was collected than the goal; the founder decides whether to accept it or give everything back.
collection-stage-refunding = Less was collected than the goal. Everything that was collected is being given back.
collection-stage-settled = The money was accepted. It is paid out after finance has checked the campaign.
collection-stage-failed = Less was collected than the goal. All of it was ordered to go back to the cards.

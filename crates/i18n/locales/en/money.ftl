# What becomes of money after a campaign’s deadline.

## A pledge’s page
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
pledge-adjusted = Changed from { $before } to { $after }.
pledge-adjusted-reward = Reward: { $reward }
pledge-adjusted-add-ons = Add-ons: { $items }
pledge-adjusted-no-reward = No reward any more
pledge-adjusted-no-add-ons = No add-ons any more
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

## A founder’s page about money
# $title: the campaign
money-title = Money: { $title }
money-heading = Money
money-see = Money
money-not-yet = Nothing is collected before the deadline, and only if the goal is reached. You can set up the account to be paid through already.
money-done-payee-opened = The account is kept.
money-done-payee-refreshed = This is how your account stands at the payment provider now.
money-done-accepted = You accepted what was collected.
money-done-given-back = Everything that was collected goes back.
money-books = What stands in the books
money-held = Held
money-held-what = Kept for the campaign until the first payout is ordered.
money-reserve = Reserve
money-reserve-what = Kept for refunds and disputes; what is left of it is paid out later.
money-payable = To be paid to you
money-in-transit = On its way to you
money-disputed = Contested at banks, or lost there
money-payouts = Payouts
# $when: the moment
money-next-at = The next payout may be ordered from { $when }. Finance orders it; a second person approves it.
money-next-due = A payout may be ordered now. Finance orders it; a second person approves it.
money-next-none = No payout is to come.
money-without-payout = On { $when } it was found that refunds, contested charges and what you owe from other campaigns took up your first payout. The statement shows each of them.
money-no-payouts = Nothing has been paid out yet.
payout-number = Number
payout-purpose = What it pays
payout-purpose-proceeds = What was collected, less fees and reserve
payout-purpose-reserve = What is left of the reserve
payout-state = State
payout-state-scheduled = Ordered, waits for approval
payout-state-held = Held
payout-state-approved = Approved
payout-state-sent = Sent
payout-state-paid = Paid
payout-state-failed = Failed
payout-state-rejected = Rejected
payout-hold-payee-not-ready = The founder’s account cannot be paid yet.
payout-hold-destination-new = The founder’s bank account is new and must rest first.
payout-hold-email-unconfirmed = The founder has not confirmed their e-mail address, or their account is locked.
payout-hold-material-change = A change of the patents is being dealt with.
payout-failure = The provider’s reason:
payout-reference = Reference:
payout-requested = Ordered
payout-finished = Finished
payee-heading = The account you are paid through
payee-what = One account serves all your campaigns.
payee-state-ready = Can be paid
payee-state-resting = A new bank account, resting
payee-state-incomplete = Cannot be paid yet
payee-method = Way of payment
payee-method-provider = By the payment provider
payee-method-bank = By bank transfer
payee-means-provider = You give your details to the payment provider, on its own page. The usual way where it pays out.
payee-means-bank = A finance officer makes the transfer and records it. For countries the provider does not pay out in, such as mainland China.
payee-method-needed = Choose a way of payment.
payee-country = Country you are paid in
payee-country-hint = Two letters, such as CN or DE
payee-country-needed = Write the country with two letters, such as CN or DE.
payee-destination = Bank account
payee-destination-hint = For a bank transfer: the bank and the last four digits only, such as Commerzbank ····1234.
payee-since = Bank account since
# $when: the moment
payee-rests = This bank account is new. It rests for 72 hours, so that nobody who got hold of your sign-in can lead a payout elsewhere; it can be paid from { $when }.
payee-rest-what = A new bank account rests for 72 hours before anything is paid to it. So nobody who got hold of your sign-in can lead a payout elsewhere unnoticed.
payee-requirements = What the payment provider still wants to know
payee-link = Go on at the payment provider
payee-refresh = Ask again how the account stands
payee-open = Set up the account
payee-change = Use another account
payee-change-what = The account you have now is put aside, and the new one rests first.
payee-save = Keep this account
payee-link-title = On to the payment provider
payee-link-what = The payment provider asks for your details on its own page and brings you back here. What you tell it there does not reach us.
payee-link-go = Continue at the payment provider
# $when: the moment
payee-link-until = This link is good until { $when }, and once.
payee-sandbox-title = Account for payouts
payee-sandbox-note = This stands in for the payment provider’s own page. Payouts are pretended here.
payee-sandbox-what = The real page would ask who you are and which bank account is yours. Here everything is told at once.
payee-sandbox-send = Tell everything
payee-sandbox-complete = Nothing is missing.
payee-sandbox-back = Back
shortfall-heading = Your decision is needed
# $collected and $goal: amounts
shortfall-what = { $collected } was collected; the goal was { $goal }.
# $when: the moment
shortfall-until = Decide until { $when }; without a decision everything is given back.
shortfall-legend = What is to happen?
shortfall-decision-accept = Accept what was collected
shortfall-decision-give-back = Give everything back
shortfall-means-accept = You carry out the campaign with less than the goal, and owe every reward that was paid for.
shortfall-means-give-back = Every investor gets all of their money back, and you owe no reward. The campaign has failed.
shortfall-decision-needed = Choose one of the two.
shortfall-continue = Continue
shortfall-confirm-title = Please confirm
shortfall-final = This cannot be taken back.
shortfall-do-accept = Accept what was collected
shortfall-do-give-back = Give everything back
shortfall-back = Back, decide nothing yet
shortfall-rule = If less than the goal can be collected
shortfall-rule-accept = Accept it.
shortfall-rule-founder-decides = I decide then.
shortfall-rule-refund-all = Give everything back.
shortfall-help-accept = You get what was collected and owe every reward that was paid for.
shortfall-help-founder-decides = You have 72 hours to accept it or give everything back. If you say nothing, everything is given back.
shortfall-help-refund-all = Every investor gets their money back, and the campaign has failed.
campaign-shortfall-accept = If some cards fail and less than the goal arrives, the founder gets it and owes every reward.
campaign-shortfall-founder-decides = If some cards fail and less than the goal arrives, the founder decides within 72 hours; else everything is given back.
campaign-shortfall-refund-all = If some cards fail and less than the goal arrives, everything is given back.

## The pages of finance
finance-title = Finance
finance-books = The books and the payment provider
finance-books-made = Compared { $when }: { $count } charges, refunds, disputes and transfers.
finance-books-under-way = { $count } of them wait for a bank.
finance-books-agree = They agree in everything.
finance-books-differ = They do not agree. Find out why before more money goes out; nothing was changed.
finance-books-source = At the provider
finance-books-books = Moved by the books
finance-books-provider = Moved there
finance-books-never = They were not compared yet. It is done every day.
finance-nothing = Nothing waits here.
finance-act = What to do
finance-due = May be paid out now
finance-closed = Goal reached on
finance-without = Settled without a payout
finance-without-at = Found on
finance-order = Order the payout
finance-yours = Ordered by you: somebody else must approve it.
finance-refunds = Refunds under way or failed
finance-disputes = Disputes
finance-reason = Reason
finance-dispute-reason = The bank’s reason
finance-evidence-due = Evidence due by
# $when: the moment
finance-evidence-at = Evidence was handed in on { $when }.
finance-evidence-over = No evidence can be handed in now.
finance-opened = Opened
finance-done-ordered = The payout is ordered. Somebody else must approve it.
finance-done-approved = The payout is approved.
finance-done-held = The payout is approved, but something stands in the way; it is held.
finance-done-rejected = The payout is rejected.
finance-done-recorded = The bank transfer is recorded.
finance-done-given-up = The bank transfer is given up; its money is the founder’s to be paid again.
finance-done-contested = The evidence is handed in.
finance-done-refunded = The refund is ordered.
finance-done-repaid = The transfer is recorded. Somebody else must confirm it.
finance-done-confirmed = The transfer is confirmed, and the investor is told.
finance-done-unconfirmed = The transfer is not confirmed. The refund still waits to be paid.
finance-payout-title = Payout
finance-held-again = Approve it again once that is settled.
finance-four-eyes = You ordered this payout, so somebody else must approve or reject it.
finance-approve = Approve
finance-approve-what = The money leaves the books and goes to the founder’s account. This cannot be taken back.
# $amount: how much
finance-approve-send = Approve { $amount }
finance-reject = Reject
finance-reject-hint = Kept in the audit trail. A new payout may be ordered afterwards.
finance-reject-send = Reject this payout
finance-record = Record the bank transfer
finance-record-what = Make the transfer first; then record it here. It counts as paid from then on.
finance-bank-reference = The bank’s reference
finance-evidence = Where the bank’s confirmation is kept
finance-evidence-hint = A file name or number that another officer can find.
finance-record-send = Record as paid
finance-give-up = The transfer cannot be made
finance-give-up-what = Only if no money has left the bank. In the books it goes back to what the founder is to be paid, and another payout can be ordered.
finance-give-up-send = Give this transfer up
finance-no-act = Nothing is to be done here now.
finance-dispute-title = Dispute
finance-contest = Contest it
finance-contest-what = What is kept of the pledge is put together and handed in by itself: the receipt, what was shown, what was agreed. It counts once.
finance-statement = Statement (optional)
finance-statement-hint = In English, for the bank to read; at most 5,000 characters.
finance-contest-send = Hand in the evidence
finance-refund-instead = Give the money back instead
finance-refund-title = Order a refund
finance-refund-what = The money is set aside at once and goes back to the card it came from. This cannot be taken back.
finance-pledge-hint = Its id, such as pledge_01h455vb4pex5vsknk084sn02q.
finance-refund-amount = Amount (optional)
finance-refund-amount-hint = In the pledge’s currency. Left empty: the price of what is named above, or all that is left.
finance-refund-items = For which items (optional)
finance-refund-items-hint = Of how many the money goes back. They do not return to stock.
finance-refund-item-left = { $count ->
    [one] one left to refund
   *[other] { $count } left to refund
  }
finance-refund-show-items = Show what this pledge has
finance-bearer = Who bears it
finance-bearer-hint = Counts once the founder was paid.
finance-choose = Please choose
finance-note = Note (optional)
finance-note-hint = The investor reads it; at most 1,000 characters.
finance-refund-send = Order the refund
refund-bearer-platform = The platform bears it
refund-bearer-founder = The founder bears it
refund-state-requested = Ordered
refund-state-sent = On its way
refund-state-succeeded = Given back
refund-state-failed = Failed
refund-state-manual = Given back in another way
dispute-reason-fraudulent = The payer says the card was used without their will
dispute-reason-product-not-received = The payer says nothing came
dispute-reason-product-unacceptable = The payer says what came is not as described
dispute-reason-duplicate = The payer says it was charged twice
dispute-reason-credit-not-processed = The payer says a refund did not come
dispute-reason-subscription-canceled = The payer says it was cancelled
dispute-reason-unrecognized = The payer does not know the charge
dispute-reason-general = No reason given

## Refunds paid by hand
repayment-title = A refund that failed
repayment-look = Look at the transfer
repayment-record = Record how it was paid by hand
repayment-record-what = Agree with the investor on an account and make the transfer first; then record it here. Somebody else confirms it, and from then on it counts as given back. Until then the money is set aside.
repayment-record-send = Record the transfer
repayment-reference-hint = The investor is told it, so that the transfer can be found.
repayment-paid-on = Day of the transfer
repayment-recorded-by = Recorded by
repayment-four-eyes = You recorded this transfer, so somebody else must confirm or reject it.
repayment-confirm = Confirm
repayment-confirm-what = Compare reference, day and amount with the bank’s statement. The investor is told that the money went.
# $amount: money
repayment-confirm-send = Confirm that { $amount } was paid
repayment-reject-hint = Kept in the audit trail. The money is free again, and the refund still waits to be paid.
repayment-reject-send = It was not paid so
# $reference: of a bank
refund-reference = Reference of the transfer: { $reference }

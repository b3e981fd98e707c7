# The books of a campaign’s money, for its founder.

statement-heading = Statement
# $title: the campaign
statement-title = Statement: { $title }
statement-see = Statement, line by line
statement-what = Everything that was booked of this campaign’s money, the newest first. Each line says what it added to an account and what stood there afterwards.
statement-any = All of them
statement-none = Nothing was booked: no card of this campaign has been charged, or none of it on this account.
statement-count = { $count ->
    [one] One line
   *[other] { $n } lines
}
# $zone: an IANA name
statement-zone = Times are in the campaign’s zone, { $zone }.
# $what: what happened
statement-reversed = { $what } (taken back)
statement-head-at = When
statement-head-entry = Entry
statement-head-kind = What happened
statement-head-account = Account
statement-head-currency = Currency
statement-head-amount = Added
statement-head-balance = Stands there then
money-account-held = Held for the campaign
money-account-reserve = Reserve
money-account-payable = To be paid out
money-account-in-transit = On its way to the bank
money-entry-charge-succeeded = A card was charged
money-entry-refund-requested = A refund was ordered
money-entry-refund-released = A refund was given up or failed
money-entry-dispute-withdrawn = The bank took contested money
money-entry-dispute-reinstated = A dispute was won
money-entry-dispute-recounted = A dispute was reckoned again
money-entry-dispute-recount-ended = That reckoning was taken back
money-entry-campaign-settled = Shared out before the first payout
money-entry-reserve-released = The reserve was released
money-entry-debt-recovered = A debt was kept back
money-entry-debt-returned = What was kept back was returned
money-entry-payout-approved = A payout was approved
money-entry-payout-paid = A payout arrived
money-entry-payout-failed = A payout failed
money-entry-other = Something else

# $number: which payout of the campaign; $title: the campaign
payout-parts-title = Payout { $number }: { $title }
payout-parts-heading = What the payout is made of
payout-parts-total = Paid out
payout-parts-none = This payout was rejected. What it was to pay went into another one.
payout-part-carried-over = Left from the payout before
payout-part-shared-out = Collected, less what went back before
payout-part-platform-fee = The platform’s fee
payout-part-processing-fee = Fees of the payment provider
payout-part-reserve-kept = Kept as a reserve
payout-part-reserve-released = Left of the reserve
payout-part-debt-recovered = Kept back for what you owed
payout-part-debt-returned = Given back: it was not owed after all
payout-part-refunds = Refunds since
payout-part-disputes = Contested payments since
payout-part-other = Other
payout-part-left-over = Left for the next payout

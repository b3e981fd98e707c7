# What an investor’s pledges come to.

portfolio-title = Portfolio
portfolio-waiting = Waiting for you
portfolio-waiting-none = Nothing waits for you.
# $when: the moment
portfolio-until = Until { $when }
portfolio-do-action-required = Answer your bank
portfolio-do-errored = Repair the payment
portfolio-do-reconfirm-due = Confirm or decline
portfolio-do-reserved = Finish this pledge
portfolio-alerts = Patents worth a look
portfolio-alerts-empty = None of your pledges stands.
portfolio-alerts-unknown = Of some of your pledges nobody can say today how the patents stand.
portfolio-alerts-none = The patents behind your pledges stand as they did, and none is at risk.
# $date: when the pledge was placed
portfolio-unchanged = Nothing was learned of them since you pledged on { $date }.
portfolio-changed = Learned since you pledged on { $date }, the newest first:
# $date: when it was learned
portfolio-learned = (learned on { $date })
portfolio-shown-then = What you were shown when pledging
portfolio-looked-at = { $count ->
    [one] The newest pledge was looked at.
   *[other] Your newest { $n } pledges that stand were looked at.
}
portfolio-deadlines = Deadlines to come
portfolio-totals = What your pledges come to
portfolio-totals-what = Each currency for itself: amounts of different currencies are never added up.
# $currency: its code
portfolio-totals-in = Pledges in { $currency }
portfolio-all = All pledges
portfolio-save = Save as CSV
portfolio-save-what = One table for each calendar year (UTC): when you pledged, to what, how much, how the pledge stands, and what went back.
# $year: the year
portfolio-save-year = Pledges of { $year }
portfolio-csv-cut = There are more pledges in this year than fit; ask us for the rest.
portfolio-head-placed = Placed (UTC)
portfolio-head-pledge = Pledge
portfolio-head-campaign = Campaign
portfolio-head-reward = Reward
portfolio-head-items = Items
portfolio-head-amount = Amount
portfolio-head-currency = Currency
portfolio-head-state = State
portfolio-head-pledges = Pledges
portfolio-head-refunded = Refunded
portfolio-head-refunding = Refund under way

# How a campaign’s funding goes, as its founder looks at it.

dashboard-heading = How it goes
# $title: the campaign
dashboard-title = How it goes: { $title }
dashboard-see = How it goes
dashboard-not-yet = There is nothing to show before the campaign is launched.
dashboard-raised = Raised
dashboard-goal = Goal
dashboard-followers = Followers
dashboard-raised-by-day = Raised, day by day
dashboard-raised-chart = A line of what was promised in all at the end of each day. The figures stand in the table below.
dashboard-legend-raised = Raised
dashboard-legend-goal = Goal
dashboard-legend-forecast = Where it may come to
dashboard-forecast = Where it may come to
# $low, $high, $middle: amounts
dashboard-forecast-says = If the days to come are like the last, { $low } to { $high } are raised by the deadline; at the same pace it is { $middle }.
dashboard-forecast-method = { $count ->
    [one] This is an estimate and no promise. It goes on with the mean of the last whole day and widens with the days left.
   *[other] This is an estimate and no promise. It goes on with the mean of the last { $n } whole days; the range is as wide as these days differ, so that the total would lie inside four times in five if days were alike and independent. What the last hours bring is not in it.
}
dashboard-forecast-none = There is no estimate: it takes five whole days of a campaign that still takes pledges.
dashboard-days = What each day changed
dashboard-days-chart = A bar for each day: upwards where more was promised than taken back, downwards where more was taken back. The figures stand in the table below.
dashboard-as-table = As a table
# $zone: an IANA name
dashboard-zone = Days are those of the campaign’s zone, { $zone }. Of a long campaign the newest 120 are shown; the first then holds all that was before.
dashboard-days-csv = Save the days as CSV
dashboard-rewards = Pledges by reward
dashboard-rewards-csv = Save the rewards as CSV
dashboard-no-reward = Without a reward
dashboard-no-pledges = Nobody has pledged yet.
dashboard-failed = Payments that failed or wait for the investor
dashboard-failed-none = None: no payment has failed, or the cards are not charged yet.
dashboard-head-day = Day
dashboard-head-change = Change
dashboard-head-raised = Raised in all
dashboard-head-currency = Currency
dashboard-head-placed = New pledges
dashboard-head-ended = Taken back
dashboard-head-reward = Reward
dashboard-head-amount = Amount
dashboard-head-pledges = Pledges
dashboard-head-chosen = Chosen
dashboard-head-state = State

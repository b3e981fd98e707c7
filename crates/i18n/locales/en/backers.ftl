# Who pledged to a campaign, for its founder.

backers-heading = Backers
# $title: the campaign
backers-title = Backers: { $title }
backers-see = Backers
backers-none = Nobody has pledged yet. A pledge is listed once its card is saved.
backers-none-so = No pledge stands so.
backers-state = State
backers-state-any = Any
backers-state-show = Show
# $zone: an IANA name
backers-zone = Pledges that count or counted, the newest first. Times are in the campaign’s zone, { $zone }.
backers-save = Take the list with you
backers-save-what = All pledges chosen above, however many, with what was collected, what went back and what is contested. Names are for delivering what you promised and for nothing else.
backers-save-csv = Save as CSV
backers-save-json = Save as JSON Lines
backers-head-placed = Placed
backers-head-pledge = Pledge
backers-head-backer = Backer
backers-head-items = Chosen
backers-head-state = State
backers-head-currency = Currency
backers-head-amount = Promised
backers-head-collected = Collected
backers-head-refunded = Gone back
backers-head-contested = Contested

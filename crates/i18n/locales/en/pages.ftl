# The pages of the web client that everybody sees.
site-name = Farsight
site-description = Crowdfunding for inventions, with the legal status of every patent beside the campaign that stands on it.
language-name = English
sample = Sample
sample-patent = Sample, invented for the demonstration
not-known = Not known
pages = Pages
pages-next = Next page
pages-first = First page
demo-banner = Demonstration: invented campaigns, sample patents, pretend payments.

nav-skip = Skip to the content
nav-main = Main
nav-foot = More
nav-discover = Discover
nav-start = Start a campaign
nav-my-campaigns = My campaigns
nav-review = Review
nav-finance = Finance
nav-sign-in = Sign in
nav-sign-out = Sign out
nav-api = API
foot-promise = Patents are read from the registers, dated, and shown as they are. Cards are charged only if the goal is reached.
foot-disclaimer = What is shown of a patent is information, not legal advice and not a valuation. Registers may lag behind.

home-title = Inventions with their patents in plain sight
home-heading = See what an invention stands on before you back it
home-lead = On other platforms a patent is prose that nobody checks. Here every patent is read from its register: in force or lapsed, until when, who owns it, what is registered against it.
home-live = { $count ->
    [one] { $n } campaign is live.
   *[other] { $n } campaigns are live.
}
home-patents = { $count ->
    [one] { $n } patent is watched.
   *[other] { $n } patents are watched.
}
home-strongest = Strongest protection
home-all = See all campaigns
home-none = No campaign is live at the moment.
home-how = How it works
home-how-read = Patents are read, not claimed
home-how-read-text = Founders give a number. We read the office’s own record, say what it means and when we last looked. What we do not know, we say we do not know.
home-how-money = Nothing is charged before the goal
home-how-money-text = Your card is saved when you pledge and charged after the deadline, only if the goal is reached. Until then you may cancel.
home-how-change = You hear of changes
home-how-change-text = If a patent lapses, changes hands or is pledged to a lender while a campaign runs, it shows at once on the campaign’s page.

discover-title = Discover campaigns
discover-title-for = Campaigns for “{ $text }”
discover-search = Search campaigns and patents
discover-search-hint = Words, or a patent number
discover-search-button = Search
discover-filters = Filters
discover-status = Legal status of a patent
discover-office = Patent office
discover-kind = Kind of right
discover-risk = Risk, by the worst there is to tell of a patent
discover-until = A patent’s term lasts
discover-until-any = However long
discover-until-year = Until { $year } or longer
discover-field = Field of technology
discover-show = Show
discover-show-live = Live campaigns
discover-show-ended = Ended campaigns
discover-show-any = All campaigns
discover-apply = Apply filters
discover-sort = Sort by
discover-sort-button = Sort
discover-sort-standing = Strongest protection
discover-sort-risk = Least risk
discover-sort-lasting = Longest protection
discover-sort-ending = Ending soon
discover-sort-newest = Newest
discover-sort-raised = Most raised
discover-sort-percent = Nearest to the goal
discover-found = { $count ->
    [0] No campaigns
    [one] { $n } campaign
   *[other] { $n } campaigns
}
discover-chosen = Chosen filters
discover-chip-text = “{ $text }”
discover-chip-risk = Risk: { $level }
discover-chip-until = Lasts until { $year } or longer
discover-remove = Remove
discover-clear = Remove all
discover-none = No campaign fits all of this.
discover-none-help = Show all campaigns, ended ones too

card-patents = Patents
card-until = until { $year }
card-more-patents = + { $n } more
card-no-patents = No patent attached

funding-title = Funding
funding-of-goal = of { $goal }
funding-bar = { $percent } of the goal
funding-percent = Funded
funding-investors = Investors
funding-left = Time
funding-live = { $raised } pledged, { $percent } of the goal.

campaign-by = By
campaign-edit = Edit
campaign-pledge = Pledge
campaign-own-pledge = You pledged { $amount }.
campaign-own-pledge-see = See your pledge
campaign-ends = Pledging ends on { $when }.
campaign-all-or-nothing = All or nothing: if the goal is missed, nobody is charged.
campaign-when-charged = Cards are charged after the deadline, not before.
campaign-rewards = Rewards
campaign-no-rewards = This campaign has no rewards yet.
campaign-reward-from = { $amount } or more
campaign-reward-deliver = Delivery by { $date }
campaign-reward-gone = All taken
campaign-reward-remaining = { $count ->
    [one] { $n } left
   *[other] { $n } left
}
campaign-reward-claimed = { $count ->
    [one] chosen { $n } time
   *[other] chosen { $n } times
}
campaign-reward-choose = Choose this reward
campaign-story = The story
campaign-risks = Risks
campaign-team = The team
campaign-comparables = Past campaigns like it
campaign-comparables-count = { $count ->
    [one] { $n } campaign on another platform was similar in field and goal.
   *[other] { $n } campaigns on another platform were similar in field and goal.
}
campaign-comparables-success = { $percent } of them reached their goal.
campaign-comparables-median = The one in the middle raised { $percent } of its goal.
campaign-comparables-name = Campaign
campaign-comparables-goal = Goal
campaign-comparables-pledged = Pledged
campaign-comparables-outcome = Outcome

panel-title = The patents behind it
panel-owner = Owner on record
panel-life = Term
panel-years-left = { $years } years left
panel-until = until { $date }
panel-life-bar = { $percent } of its term is left
panel-fee = Renewal fee
panel-fee-due = due { $date }
panel-fee-next = next: year { $year }
panel-fee-grace = late payment until { $date }
panel-encumbrance = Registered against it
panel-since = since { $date }
panel-source = Source
panel-as-of = as of { $date }
panel-stale = not checked for a while
panel-status-since = { $status } since { $date }.
panel-final = It has ended for good: no way back is known.
panel-recoverable = It can still come back: a remedy is open.
panel-recoverable-until = It can still come back until { $date }.
panel-states = States
panel-states-in-force = in force in { $states }
panel-states-in-force-many = { $count ->
    [one] in force in { $n } state
   *[other] in force in { $n } states
}
panel-states-unconfirmed = not confirmed in { $n }
panel-states-ended = over in { $n }
panel-surcharge = plus { $amount } when paid late
panel-challenged = Proceedings against it are open: { $kind }.
panel-limited = Its owner has asked for narrower claims; the office has not decided yet.
panel-narrower = In force with narrower claims than it was granted with.
panel-family = Family
panel-term-shorter = may be shorter: a disclaimer is on file
panel-more = Fees, owners, entries and our checks
panel-disclaimer = Information from patent registers, which may lag behind. Not legal advice and not a valuation.

patent-status = Legal status
patent-office-text = The office’s words
patent-fee-year = year { $year }
patent-data = The right
patent-application = Application
patent-grant = Grant
patent-applicants = Applicants
patent-inventors = Inventors
patent-ipc = IPC classes
patent-publications = Publications
patent-family = Family
patent-register = Public register
patent-register-open = Open in Espacenet
patent-encumbrances = Registered against it
patent-encumbrance-ended = ended { $date }
patent-events = What the registers recorded
patent-no-events = No register has told of an event yet.
patent-events-count = { $count ->
    [one] { $n } entry, newest first
   *[other] { $n } entries, newest first
}
patent-campaigns = Campaigns that stand on it
patent-evidence = Our checks
patent-evidence-what = Each answer of a register is kept unchanged, with its fingerprint.
patent-why = Why it stands so
patent-owner-chain = How it came to its owners
patent-owner-chain-steps = { $count ->
    [one] { $n } step on record
   *[other] { $n } steps on record
}
patent-owner-chain-gaps = { $count ->
    [one] { $n } gap
   *[other] { $n } gaps
}
patent-owner-chain-none = No transfer is on record; some offices publish none.
patent-owner-gap = Something is missing before this step: whoever conveyed the right is not the owner known until then.
patent-executed = signed { $date }
patent-recorded = recorded { $date }
patent-term-base = without adjustments { $date }
patent-nothing-to-tell = Nothing in the registers needs a word of its own today.
patent-surcharge-now = plus { $amount } if it is paid now
patent-states = States
patent-states-what = A European patent lives or ends in each state by itself. That no lapse is on record does not show that it lives.
patent-states-in-force = In force
patent-states-unconfirmed = Not confirmed
patent-states-over = Over
patent-states-state = State
patent-states-paid = Last fee paid
patent-states-next = Next fee
patent-states-how = How it ended
patent-states-ended = Ended
patent-states-no-fee = Nothing on record
patent-fees = Renewal fees
patent-fees-what = By the office’s schedule in force today; later fees may cost more.
patent-fees-by-state = Since the grant each state collects its own fees: see the states.
patent-fees-unknown = The rule of this office is not known, or there is nothing to pay.
patent-fees-year = Year
patent-fees-due = Due
patent-fees-grace = Late until
patent-fees-amount = Fee
patent-fees-surcharge = Surcharge
patent-fees-state = How it stands
patent-fee-paid = Paid
patent-fee-paid-on = Paid { $date }
patent-fee-settled = Settled
patent-fee-next = Next: { $state }
patent-fee-overdue = Overdue
patent-fee-no-record = No payment on record
patent-fee-later = Later
patent-fee-paid-until = It is paid for until { $date }.
patent-fee-opens = The next fee can be paid from { $date }.
patent-none-registered = Nothing is registered against it.
patent-encumbrances-open = { $count ->
    [one] { $n } lies on it now
   *[other] { $n } lie on it now
}
patent-encumbrances-ended = All have ended
patent-lies-on-it = lies on it now
patent-encumbrance-documented = shown by a document alone
patent-instrument = recorded as { $instrument }
patent-challenges = Attacks on it
patent-challenges-none = No attack on it is on record.
patent-challenges-open = { $count ->
    [one] { $n } goes on
   *[other] { $n } go on
}
patent-challenges-ended = All are over
patent-challenge-open = goes on
patent-challenge-filed = filed { $date }
patent-challenge-ended = ended { $date }
patent-challenge-over = ended
patent-score = IP evidence score
patent-score-of = of 100
patent-score-none = No score
patent-score-bar = { $points } of 100 points
patent-score-earned = { $points } of { $of }
patent-score-coverage = { $percent } of what counts could be measured.
patent-score-parts = What it is made of
patent-score-unmeasured = Not measured
patent-marked-corrected = Corrected by a later entry: it no longer counts.
patent-marked-retracted = The register no longer tells this entry: it no longer counts.
patent-marked-restated = The register had taken it back and tells it again.
patent-undated = Without a date
patent-older = Older entries
patent-newest = Newest entries
patent-history = What was shown when
patent-history-what = Each time a register says something, a day passes that matters, or our rules change, the right is assessed anew. Earlier assessments are kept.
patent-history-count = { $count ->
    [one] { $n } assessment
   *[other] { $n } assessments
}
patent-history-none = It has not been assessed yet.
patent-history-answers = { $count ->
    [0] on no answer of a register
    [one] on { $n } answer of a register
   *[other] on { $n } answers of registers
}
patent-history-term = term until { $date }
patent-history-rules = rules { $version }
patent-history-older = Older assessments
patent-history-newest = Newest assessments
patent-evidence-count = { $count ->
    [one] the newest answer
   *[other] the { $n } newest answers
}
patent-fingerprint = SHA-256

source-sample = Sample register
source-epo-ops = European Patent Office (OPS)
source-uspto-odp = USPTO Open Data Portal
source-jpo = Japan Patent Office
source-cnipa = CNIPA
source-kipris = Korean Intellectual Property Office (KIPRIS)
source-uspto-assignment-center = USPTO Assignment Center
source-uspto-maintenance = USPTO maintenance-fee events
source-document = Document of the office, compared by a reviewer

checkout-title = Pledge to { $title }
checkout-heading = Your pledge
checkout-step-amount = Amount
checkout-step-card = Card
checkout-step-done = Done
checkout-see-patents = See the patents
checkout-reward = Reward
checkout-no-reward = No reward, just support
checkout-amount = Amount in { $currency }
checkout-amount-hint = You may pledge more than what you chose comes to.
checkout-add-ons = Add-ons
checkout-add-on-each = { $amount } each
checkout-add-on-with = Offered with { $rewards }
checkout-add-on-quantity = { $count ->
    [one] How many (one at most)
   *[other] How many (at most { $count })
  }
checkout-sum = What you chose comes to { $amount }
checkout-recompute = Add it up again
checkout-not-charged = Nothing is charged now.
checkout-charged-after = Your card is charged after { $when }, only if the goal is reached.
checkout-cancel-until = You may cancel until { $when }.
checkout-fees = No fees are added: you pay what you pledge.
checkout-risks = What you should know first
checkout-risks-known = I have read this and pledge all the same.
checkout-continue = Continue to the card
checkout-continue-sign-in = Sign in and continue

card-title = Save a card
card-reserved = Reserved for you until
card-not-here = Cards are taken by { $provider }, whose form is not served here yet.
card-sandbox = Payments are pretended here. Use a test card; never a real one.
card-number = Card number
card-expiry = Expiry
card-expiry-hint = Month and year, such as 12/34
card-cvc = Security code
card-cvc-hint = Any three digits
card-title-replace = Use another card
card-replaces = The card that is saved stays until this one is.
card-replace = Save this card instead
card-replace-begin = Use another card
card-replace-go-on = Go on with the other card
card-save = Save the card and pledge { $amount }
card-test-cards = Test cards
card-outcome = What happens
card-outcome-succeeds = Succeeds
card-outcome-needs-authentication = The bank asks for a confirmation
card-outcome-generic-decline = Declined
card-outcome-insufficient-funds = Declined: insufficient funds
card-outcome-lost-card = Declined: lost card
card-outcome-expired-card = Declined: expired card
card-outcome-incorrect-cvc = Declined: wrong security code
card-outcome-processing-error = Declined: processing error
card-outcome-declined-when-charged = Saved, then declined when it is charged
card-outcome-needs-authentication-each-time = The bank asks for a confirmation each time
card-outcome-disputed-as-fraudulent = Succeeds, then disputed as fraudulent
card-outcome-disputed-as-not-received = Succeeds, then disputed as not received
card-outcome-inquiry = Succeeds, then the bank inquires about it
card-outcome-refund-pends = Succeeds; a refund is pending at first
card-outcome-refund-fails = Succeeds; a refund fails later

confirm-title = Your bank asks
confirm-sandbox = This stands in for your bank’s own page. Payments are pretended here.
confirm-question = Is it you who saves this card for a pledge of { $amount }?
confirm-yes = Yes, it is me
confirm-no = No

pledges-none = You have not pledged to anything yet.
pledges-count = { $count ->
    [one] { $n } pledge, newest first
   *[other] { $n } pledges, newest first
}
pledges-finish = Finish this pledge
pledge-title = Your pledge
pledge-unfinished = This pledge does not count yet: a card is missing.
pledge-done = Your pledge counts. Nothing has been charged.
pledge-campaign = Campaign
pledge-reward = Reward
pledge-items = What you chose
pledge-item = Item
pledge-item-quantity = Number
pledge-item-unit = Each
pledge-item-refunded = { $count ->
    [one] one refunded
   *[other] { $count } refunded
  }
pledge-amount = Amount
pledge-charged = Charge
pledge-card = Card
pledge-dossier = Patents as you saw them
pledge-dossier-what = The fingerprint of what you were shown of the patents when you pledged.
pledge-acknowledged = What you knew of when you pledged
pledge-acknowledged-when = Confirmed { $when }.
pledge-dossier-kept = Kept as they were when you pledged, whatever became of them since.
pledge-history = What happened
adjust-title = Change your pledge
adjust-heading = Change it
adjust-what = Until the deadline you may change the amount, the reward, the add-ons and the card. Nothing is charged.
adjust-link = Change amount, reward or add-ons
adjust-now = You pledged { $amount }.
adjust-until = You may change or cancel until { $when }.
adjust-save = Save the change
pledge-cancel-title = Take it back
pledge-cancel-what = You may take this pledge back until the deadline. Nothing is charged, and your reward goes to somebody else.
pledge-cancel = Cancel this pledge
pledge-again = Pledge again

pledge-state-reserved = Waiting for a card
pledge-state-authorised = Card saved
pledge-state-committed = Counts towards the goal
pledge-state-reconfirm-due = Please confirm again
pledge-state-collecting = Being charged
pledge-state-collected = Charged
pledge-state-errored = Card declined
pledge-state-action-required = Your bank asks you
pledge-state-dropped = Dropped
pledge-state-cancelled = Cancelled
pledge-state-released = Released, nothing charged
pledge-state-refunded = Refunded
pledge-state-disputed = Disputed
pledge-state-won = Dispute decided for the platform
pledge-state-lost = Dispute decided for you

campaign-state-draft = Draft
campaign-state-in-review = In review
campaign-state-changes-requested = Changes requested
campaign-state-approved = Approved
campaign-state-scheduled = Scheduled
campaign-state-live = Live
campaign-state-paused = Paused
campaign-state-collecting = Goal reached, collecting
campaign-state-grace = Collecting, failed cards tried again
campaign-state-funded = Funded
campaign-state-shortfall-decision = Shortfall, founder decides
campaign-state-failed = Goal missed
campaign-state-cancelled = Cancelled
campaign-state-suspended = Suspended
campaign-state-finance-review = Finance review
campaign-state-paying = Being paid out
campaign-state-completed = Completed

history-state-successful = Reached its goal
history-state-failed = Missed its goal
history-state-cancelled = Cancelled
history-state-live = Was running
history-state-suspended = Suspended
history-state-undefined = Not stated

table-of = Table: { $name }
form-problems = Please look at this again:

failure-not-found = Nothing here
failure-sign-in = Sign in first
failure-forbidden = Not for you
failure-other-origin = This form came from elsewhere
failure-bad-request = This cannot be read
failure-rate-limited = A little slower, please
failure-unavailable = Back in a moment
failure-fault = Something went wrong on our side
failure-help-not-found = There is no page at this address, or it is not yours to see.
failure-help-sign-in = This page is only for people who have signed in.
failure-help-forbidden = Your account does not have the role this page needs.
failure-help-other-origin = For your safety only forms of this site are taken. Open the page here and try again.
failure-help-bad-request = What your browser sent cannot be read. Go back and try again.
failure-help-rate-limited = There were very many requests from your connection. Wait a few seconds, then reload.
failure-help-unavailable = Something we need does not answer at the moment. Nothing was lost; try again in a few seconds.
failure-help-fault = It was noted, and nothing you did was half-done. Try again, or come back later.
failure-discover = Discover campaigns
failure-home = To the first page
failure-request = Request { $id }

## Campaigns side by side
compare-title = Campaigns side by side
compare-lead = Up to four campaigns with their funding and what registers say of their patents.
# $asked: how many
compare-too-many = Four campaigns fit beside each other; { $asked } were asked for. These are the first four: remove one to see another.
# $slug: what was asked for
compare-missing = There is no campaign “{ $slug }”, or it is not published.
compare-none = No campaign is chosen. Tick campaigns in Discover and press “Compare the ticked ones”.
compare-choose = Choose campaigns
compare-one = Add another campaign to compare this one with.
compare-add = Add another campaign
compare-what = What
compare-remove = Remove
compare-founder = Founder
compare-funding = Funding
compare-investors = { $count ->
    [one] { $n } investor
   *[other] { $n } investors
}
compare-deadline = Deadline
compare-rewards = Rewards
# $amount: the least
compare-rewards-from = from { $amount }
compare-rewards-open = { $count ->
    [one] { $n } to choose
   *[other] { $n } to choose from
}
compare-rewards-none = None
compare-level = Patents together
# $percent: of the patents
compare-coverage = status known of { $percent }
compare-patents = Patents and their status
compare-owner = Owner on record
compare-encumbrances = Encumbrances
compare-encumbrances-none = none on record
compare-fee = Renewal fee
compare-score = Evidence score
# $percent: of what could be measured
compare-score-coverage = { $percent } measured
compare-risks = Grave risks
compare-risks-none = None on record
compare-note = The order says nothing about quality. “On record” means in the registers read, as of the day beside it.
compare-tick = Compare
compare-button = Compare the ticked ones
# $n: how many
compare-ticked = { $count ->
    [one] { $n } campaign is ticked, on this page or another.
   *[other] { $n } campaigns are ticked, on this page or others.
}

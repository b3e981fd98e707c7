# A founder's pages: the list of their campaigns and the editor of one.

## The list
founder-title = My campaigns
founder-title-join = Start a campaign
founder-joined = You can list projects now. Begin with the first.
founder-empty = You have no campaigns yet. Begin one below; nobody sees it until it is launched.
# $count: how many campaigns
founder-count = { $count ->
    [one] { $n } campaign, newest first
   *[other] { $n } campaigns, newest first
}
founder-ready = Nothing is missing. It can be handed in for review.
# $goal: the goal, $percent: what part of it is promised
founder-of-goal = of { $goal } ({ $percent })
founder-pledges = { $count ->
    [one] { $n } pledge
   *[other] { $n } pledges
}
# $at: the moment
founder-ends = Deadline: { $at }
# $on: a day
founder-begun = Begun on { $on }
founder-write-on = Continue writing
founder-open = Open
founder-older = Older campaigns

## Beginning a campaign
founder-begin = Begin a new campaign
founder-begin-help = A title, a field and a currency are enough to begin. Everything can be changed until you hand it in.
founder-title-en = Title in English
founder-title-zh = Title in Chinese
founder-choose = Choose a field
founder-hint-currency = What the goal and the rewards are stated in.
founder-country = Country (optional)
founder-hint-country = Where the work is done: two letters, such as CN or DE.
founder-begin-send = Begin the draft
founder-currency-cny = Chinese yuan (CNY)
founder-currency-usd = US dollar (USD)
founder-currency-eur = Euro (EUR)
founder-currency-gbp = Pound sterling (GBP)
founder-currency-jpy = Japanese yen (JPY)
founder-currency-krw = Korean won (KRW)
founder-currency-hkd = Hong Kong dollar (HKD)

## Becoming a founder
founder-join-lead = Farsight brings patented inventions to market. Investors see the state of your patents before anything else, taken from the offices’ own registers.
founder-join-takes = What it takes
founder-join-patent = A patent or application that a register knows. Type its number; we look up the rest.
founder-join-review = A review. A person compares your patents with your story before the campaign goes live.
founder-join-goal = A goal and a deadline. Nobody is charged unless the goal is reached by then.
founder-join-deliver = Rewards that you can deliver, and an open word about what may go wrong.
founder-terms = Terms for founders
founder-terms-true = What I write about the invention, the team and the risks is true and complete.
founder-terms-right = I own the patents I list, or their owner lets me use them for this purpose.
founder-terms-change = I tell investors at once when a patent lapses, is transferred or is challenged.
founder-terms-money = I use the money for what the campaign says, and deliver the rewards or give the money back.
founder-accept = I accept the terms for founders
founder-join = Become a founder

## The editor: its frame
# $title: the campaign's title
editor-title = Editing: { $title }
editor-back = All my campaigns
editor-preview = See it as a visitor would
editor-steps = Sections of this campaign
editor-section-basics = Basics
editor-section-patents = Patents
editor-section-story = Story, team, risks
editor-section-rewards = Rewards
editor-section-funding = Funding
editor-section-hand-in = Hand in
editor-step-missing = { $count ->
    [one] { $n } missing
   *[other] { $n } missing
}
editor-missing = { $count ->
    [one] { $n } thing is missing before you can hand it in
   *[other] { $n } things are missing before you can hand it in
}
editor-complete = Nothing is missing. You can hand the campaign in for review.
# $label: the field, $message: what is wrong with it
editor-problem = { $label }: { $message }
# $label: the field, $language: English or Chinese
editor-label-in = { $label }, { $language }
editor-english = English
editor-chinese = Chinese (中文)
editor-none = not stated
editor-save = Save
editor-done-saved = Saved.
editor-done-patent-added = The patent was found and added.
editor-done-patent-removed = The patent was taken off.
editor-done-reward-added = The reward was added.
editor-done-reward-removed = The reward was removed.
editor-done-pool-added = The shared stock was added.
editor-done-pool-changed = The shared stock was changed.
editor-done-pool-removed = The shared stock was removed.
editor-done-submitted = Handed in. A reviewer will look at it; you are told by e-mail.
editor-done-launched = Your campaign is live.
editor-done-scheduled = The launch is scheduled.
editor-done-cancelled = The campaign has ended. Nobody is charged.
editor-changes = The reviewer asks for changes
editor-newer = Newer values
editor-newer-help = These fields were saved elsewhere after you opened this page. What you typed is still in the form; saving again replaces the values below.
editor-newer-load = Drop what I typed and load the newer version

## The editor: its fields
editor-label-title = Title
editor-label-blurb = In one sentence
editor-label-field = Field of technology
editor-label-number = Patent number
editor-label-office = Office
editor-label-patents = Patents
editor-label-story = Story
editor-label-team = Team
editor-label-risks = Risks
editor-label-rewards = Rewards
editor-label-reward-title = Reward
editor-label-reward-description = Description
editor-label-reward-amount = Amount
editor-label-reward-limit = How many there are (optional)
editor-label-reward-day = Delivery by
editor-label-reward-kind = Kind
editor-label-reward-pool = Shared stock (optional)
editor-label-reward-per-pledge = Per pledge at most (optional)
editor-label-reward-offered-with = Offered with (add-ons only)
editor-label-pool-name = Shared stock
editor-label-goal = Goal
editor-label-shortfall = If less than the goal can be collected
editor-label-days = Days from launch to deadline
editor-label-zone = Time zone
editor-label-starts-at = Start
editor-label-reason = Reason
editor-label-currency = Currency
editor-label-country = Country
editor-label-terms = Terms
editor-hint-title = Up to 80 characters. One language is enough; with both, every visitor reads it in their own.
editor-hint-blurb = What it is and for whom, in up to 135 characters.
editor-hint-markdown = Story, team and risks may use Markdown: ## for a heading, **bold**, - for a list, [text](https://…) for a link. Pictures from other sites are not shown.
editor-hint-story = What is to be made, why it is needed, and what the patents protect of it. At least 80 characters in one language.
editor-hint-team = Who does it, and what they have done before.
editor-hint-risks = What may go wrong, with the invention and with the patents, and what you do about it. At least 80 characters in one language.
editor-date-unreadable = This is not a date. Write it as year-month-day, such as 2027-05-01.
editor-moment-unreadable = This is not a date with a time. Write it like 2027-05-01T09:30.

## The editor: patents
editor-patents-empty = No patents yet. A campaign needs at least one.
editor-patent-add = Add a patent
editor-hint-number = Application, publication or grant number in any usual spelling, such as CN202311776587.0 or US 11,646,472 B2.
editor-hint-office = Only needed where the number alone does not tell.
editor-office-from-number = As the number says
# $code: the office's code, $name: its name
editor-office = { $code } – { $name }
# $reading: how the number was understood
editor-number-read-as = We read this as: { $reading }.
editor-patent-look-up = Look up and add
editor-patent-remove = Take off
# $name: the owner on record
editor-owner = registered to { $name }

## The editor: rewards
editor-rewards-empty = No rewards yet. A campaign needs at least one.
editor-reward-new = Add a reward
editor-reward-title-en = Name in English
editor-reward-title-zh = Name in Chinese
editor-reward-description-en = Description in English
editor-reward-description-zh = Description in Chinese
# $currency: the currency's code
editor-reward-amount-in = Amount in { $currency }
editor-hint-reward-amount = The least pledge that earns it.
editor-hint-reward-limit = Leave it empty if there is no limit.
editor-hint-reward-day = The day by which you deliver. Leave it empty if it is not certain.
editor-reward-add = Add the reward
editor-hint-reward-kind = A pledge has one reward. Add-ons are chosen beside it, as many as you allow.
editor-hint-reward-pool = Whoever takes one takes one out of this stock too.
editor-hint-reward-per-pledge = Of an add-on; 10 if left empty. Of a reward it is one.
editor-hint-reward-offered-with = Tick nothing to offer it with every reward, and without one.
editor-no-pool = None
editor-reward-of-pool = Shares “{ $pool }”
editor-reward-per-pledge = { $count ->
    [one] At most one per pledge
   *[other] At most { $count } per pledge
  }
editor-pools = Shared stock
reward-kind-reward = Reward
reward-kind-add-on = Add-on
editor-pool-new = Add a shared stock
editor-pool-what = Several rewards and add-ons can be taken out of one stock, for instance a first production run.
editor-pool-add = Add the stock
editor-pool-change = Change the number
editor-pool-taken = { $taken } taken
editor-reward-remove = Remove
editor-reward-stock = Taken
# $taken, $limit: how many
editor-reward-taken-of = { $taken } of { $limit }
editor-reward-unlimited = no limit
editor-reward-no-day = open

## The editor: funding
editor-hint-funding = All or nothing: cards are charged only if the goal is reached by the deadline. After the launch neither can be changed.
# $currency: the currency's code
editor-goal-in = Goal in { $currency }
editor-hint-shortfall = Some saved cards fail when they are charged, so less than the goal may arrive. Investors see your choice; it cannot be changed after the launch.
editor-hint-goal = The total below which nothing is charged.
editor-hint-days = 1 to 60.
editor-hint-zone = The deadline and all times of the campaign are shown in it.
editor-days = { $count ->
    [one] { $n } day
   *[other] { $n } days
}
editor-zone-shanghai = China (Asia/Shanghai)
editor-zone-hong-kong = Hong Kong (Asia/Hong_Kong)
editor-zone-taipei = Taipei (Asia/Taipei)
editor-zone-tokyo = Tokyo (Asia/Tokyo)
editor-zone-seoul = Seoul (Asia/Seoul)
editor-zone-singapore = Singapore (Asia/Singapore)
editor-zone-kolkata = India (Asia/Kolkata)
editor-zone-london = London (Europe/London)
editor-zone-berlin = Central Europe (Europe/Berlin)
editor-zone-new-york = US Eastern (America/New_York)
editor-zone-chicago = US Central (America/Chicago)
editor-zone-los-angeles = US Pacific (America/Los_Angeles)
editor-zone-sydney = Sydney (Australia/Sydney)
editor-zone-utc = Coordinated Universal Time (UTC)

## The editor: hand in, launch, end
editor-hand-in-help = A reviewer compares your patents with what you promise. While it is under review nothing can be changed, and no other campaign can use its patents.
editor-hand-in = Hand in for review
editor-hand-in-missing = { $count ->
    [one] Not yet: { $n } thing is missing.
   *[other] Not yet: { $n } things are missing.
}
editor-hand-in-see = See what is missing
# $at: the moment
editor-handed-in = Handed in: { $at }.
editor-remark = The reviewer’s note
editor-launch = Launch
editor-launch-help = With the launch the deadline is fixed, and what the registers say of your patents is kept as investors saw it.
editor-launch-now = Launch now
# $zone: an IANA name
editor-starts-at-in = Or at this time ({ $zone })
editor-hint-starts-at = Within the next 180 days.
editor-launch-later = Schedule the launch
editor-cancel = End this campaign
editor-cancel-live = All pledges are released and nobody is charged. This cannot be undone. Investors are told your reason.
editor-cancel-draft = It can then be neither handed in nor launched. This cannot be undone. The reason is kept with the campaign.
editor-hint-reason = One or two sentences.
editor-cancel-confirm = End it for good
editor-texts = Texts
editor-not-in-english = Not written in English.
editor-not-in-chinese = Not written in Chinese.
editor-launched-at = Launched
editor-ends-at = Deadline
editor-closed-in-review = A reviewer has this campaign. Nothing can be changed until there is a decision.
editor-closed-approved = The review is passed. Launch the campaign when you are ready.
editor-closed-scheduled = The launch is scheduled. The campaign goes live by itself.
editor-closed-live = The campaign is live and takes pledges until its deadline.
editor-closed-paused = The campaign is paused while something is looked into.
editor-closed-collecting = The goal was reached. Cards are being charged.
editor-closed-grace = The goal was reached. Cards that failed are being tried again.
editor-closed-shortfall-decision = Less was collected than the goal.
editor-closed-funded = The campaign is funded.
editor-closed-finance-review = The campaign is funded. The payout is being checked.
editor-closed-paying = The payout is on its way.
editor-closed-completed = The campaign is complete: everything is paid out.
editor-closed-failed = The goal was missed. Nobody was charged.
editor-closed-cancelled = You ended this campaign. Nobody was charged.
editor-closed-suspended = The platform ended this campaign. Nobody was charged.

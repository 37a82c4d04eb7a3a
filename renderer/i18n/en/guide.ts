/** The tour of a first evening, and what happens when the line is down. */
export const tour = {
  offer: 'New at this desk? A tour shows in a minute where things are.',
  start: 'Take the tour',
  later: 'Not now',
  again: 'Tour of the desk',
  next: 'Next',
  back: 'Back',
  done: 'Done',
  progress: '{{current}} of {{total}}',
  day: {
    title: 'The hotel’s day',
    text: 'The business date moves on with night audit, not at midnight. When it differs from the calendar, it says so here.',
  },
  line: {
    title: 'The line to the chain',
    text: 'Green: everything is confirmed. Else it says how much is still to be sent and how old it is. Nothing is lost meanwhile.',
  },
  views: {
    title: 'Everything in one row',
    text: 'Each view has a number key. Ctrl K finds any view, action or guest by typing.',
  },
  walkIn: {
    title: 'A guest without a booking',
    text: 'Press W. It works with the line down too, and says whether the room is certain.',
  },
  lists: {
    title: 'Who comes, who leaves, who is here',
    text: 'Arrow keys move in the lists, Enter opens a stay, I checks in.',
  },
  needsYou: {
    title: 'What needs a person',
    text: 'Where the desk and the chain could not agree, the case waits here, with both sides and the ways out.',
  },
} as const

export const lineDown = {
  title: 'When the line is down',
  open: 'What can I do now?',
  calm: 'The desk goes on working. Everything you do is saved on this computer and sent by itself, once, when the line is back.',
  canTitle: 'As always',
  can: {
    checkIn: 'Check guests in and out, move them, let them stay longer or leave earlier.',
    walkIn:
      'Sell rooms to walk-ins: up to the numbers below the room is certain, whatever the website sells meanwhile.',
    block: 'Take a broken room out of order.',
    money: 'Take cash. Cards only where the hotel allows it, up to the amount shown when you take the payment.',
    print: 'Print registration cards and the downtime pack.',
  },
  cannotTitle: 'Only with the line',
  cannot: {
    risk: 'Be sure of a room beyond those numbers. It can be sold at risk, when a supervisor approves it.',
    web: 'See what the website sells or cancels now. Figures are as of the last contact, which is shown.',
    sister: 'Book at another hotel of the chain. Call them; hotel and code can be typed in.',
    past: 'Find guests of earlier years.',
  },
  safeTitle: 'Safe to sell now, tonight',
  safeNone: 'Nothing is set aside for this terminal. A sale is at risk until the line is back.',
  safeAsOf: 'As of {{time}}',
  backTitle: 'When it is back',
  back: 'What you did is sent by itself, oldest first. Where the chain cannot do it as you did, the case comes up under “Needs you” with ways out. You do not have to type anything again.',
  codeTitle: 'A guest with a code that you cannot find',
  code: 'It was booked after the line went down. Check them in by “code not known here”: both are put together when the line is back.',
} as const

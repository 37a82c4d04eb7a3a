export const guests = {
  title: 'Guests',
  search: 'Find a guest',
  placeholder: 'Name, phone, e-mail or confirmation code',
  hint: 'The beginning of a word is enough, and a letter wrong does not matter. Arrow down goes to the matches.',
  here: 'Searched on this terminal: guests and bookings of {{hotel}}, also with the line down.',
  found_one: '{{count}} booking',
  found_other: '{{count}} bookings',
  most: 'The first {{count}} matches. Type more to narrow it down.',
  none: 'Nobody of this hotel matches “{{text}}”.',
  noneHint:
    'Try the phone number or the code on the confirmation. A booking made elsewhere while the line is down is not here yet.',
  recent: 'Opened lately at this screen',
  recentEmpty: 'Nobody was looked up at this screen yet.',
  more_one: 'and {{count}} more room',
  more_other: 'and {{count}} more rooms',
  nothing: 'no room',
} as const

import { tour } from '../../i18n/en/guide.ts'

type StepName = Exclude<
  { [K in keyof typeof tour]: (typeof tour)[K] extends string ? never : K }[keyof typeof tour],
  never
>

/** Where the tour stops, in its order; what is not on the screen is passed over. */
export const TOUR_STEPS: readonly { readonly name: StepName; readonly element: string }[] = [
  { name: 'day', element: '[data-tour=day]' },
  { name: 'line', element: '[data-testid=sync-badge]' },
  { name: 'views', element: 'nav.kr-rail' },
  { name: 'walkIn', element: '[data-testid=walk-in-open]' },
  { name: 'lists', element: '[data-testid=arrivals-list]' },
  { name: 'needsYou', element: '[data-testid=exceptions-open]' },
]

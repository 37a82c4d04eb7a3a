import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import { IconSearch, IconUser } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GuestHit } from '../../shared/desk-api/views.ts'
import { Shortcut } from '../components/shortcut.tsx'
import { useHotel } from '../data/hotel-provider.tsx'
import { valueOf } from '../data/shown.ts'
import { useDeskQuery } from '../data/use-desk-query.ts'
import { confirmationCodeText } from '../i18n/confirmation-code-text.ts'
import { useScreen } from '../stores/screen-store.ts'
import { paletteStore } from '../stores/palette-store.ts'
import { ACTIONS } from './desk-actions.ts'
import { isMeant } from './palette-match.ts'
import { VIEWS } from './views.ts'

const GUESTS = 8
const LEAST_LETTERS = 2
const PAUSE_MS = 120
/** The list hands it on to its scroll area, though its type does not say so: what scrolls is reached by keyboard. */
const TO_THE_SCROLL_AREA = { viewportProps: { tabIndex: 0 } }

/** Views, actions and guests by typing: `Ctrl K` from anywhere, also out of a form. */
export function CommandPalette() {
  const { t } = useTranslation()
  const show = useScreen((state) => state.show)
  const [query, setQuery] = useState('')
  const views = VIEWS.filter(({ name }) => isMeant(query, [t(`view.${name}`), t(`viewHint.${name}`)]))
  const actions = ACTIONS.filter(({ name, isOpen }) => isMeant(query, [t(`action.${name}`)]) && (isOpen?.() ?? true))
  const { guests, isAsking } = useGuests(query)
  return (
    <Spotlight.Root
      store={paletteStore}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      scrollable
      maxHeight={460}
      size={640}
      data-testid="palette"
      title={t('palette.label')}
      classNames={{ header: 'kr-hidden' }}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      transitionProps={{ duration: 0 }}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.label')}
        onKeyDown={takeFirst}
        leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
      />
      <Spotlight.ActionsList {...TO_THE_SCROLL_AREA}>
        {views.length === 0 ? null : (
          <Spotlight.ActionsGroup label={t('palette.views')}>
            {views.map(({ name, Icon, keys }) => (
              <Spotlight.Action
                key={name}
                label={t(`view.${name}`)}
                description={t(`viewHint.${name}`)}
                leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
                rightSection={<Shortcut keys={keys} />}
                onClick={() => show(name)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {actions.length === 0 ? null : (
          <Spotlight.ActionsGroup label={t('palette.actions')}>
            {actions.map(({ name, Icon, keys, run }) => (
              <Spotlight.Action
                key={name}
                label={t(`action.${name}`)}
                leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
                rightSection={<Shortcut keys={keys} />}
                onClick={run}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {guests.length === 0 ? null : (
          <Spotlight.ActionsGroup label={t('palette.guests')}>
            {guests.map((guest) => (
              <GuestAction key={guest.reservationId} guest={guest} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {guests.length + views.length + actions.length === 0 ? (
          <Spotlight.Empty>{isAsking ? t('palette.searching') : t('palette.nothing', { query })}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
      <Spotlight.Footer className="kr-palette-foot">{t('palette.hint')}</Spotlight.Footer>
    </Spotlight.Root>
  )
}

function useGuests(query: string): { guests: readonly GuestHit[]; isAsking: boolean } {
  const typed = query.trim()
  const [text] = useDebouncedValue(typed, PAUSE_MS)
  const enabled = text.length >= LEAST_LETTERS
  const found = useDeskQuery('guests.search', { text: text || '-', limit: GUESTS }, { enabled, keepPrevious: true })
  const isAsking = typed.length >= LEAST_LETTERS && (text !== typed || found.state === 'loading')
  return { guests: enabled ? (valueOf(found) ?? []) : [], isAsking }
}

function GuestAction({ guest }: { guest: GuestHit }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const open = useScreen((state) => state.open)
  const [line] = guest.lines
  const where = line?.roomId ? `${t('word.room', { room: line.roomId })} · ` : ''
  const when = line
    ? `${t(`word.stay.${line.stay}`)} · ${format.day(line.arrival)} – ${format.day(line.departure)} · `
    : ''
  return (
    <Spotlight.Action
      label={`${guest.lastName}, ${guest.firstName}`}
      description={`${where}${when}${confirmationCodeText(guest.confirmationCode)}`}
      leftSection={<IconUser size={20} stroke={1.6} aria-hidden />}
      onClick={() => open({ kind: 'reservation', reservationId: guest.reservationId })}
    />
  )
}

/** Enter takes what stands first where nothing was chosen yet: guests come in after the letters. */
function takeFirst(event: KeyboardEvent<HTMLElement>): void {
  const list = event.currentTarget.closest('[role=dialog]')
  if (event.key !== 'Enter' || !list || list.querySelector('[data-selected]')) return
  list.querySelector<HTMLElement>('[data-action]')?.click()
}

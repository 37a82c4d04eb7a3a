import { TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoving } from '../../components/roving.ts'
import type { StaffMember } from '../../stores/staff-session.ts'
import { isMeant } from '../palette-match.ts'

interface Props {
  readonly staff: readonly StaffMember[]
  readonly onChoose: (member: StaffMember) => void
}

/** Who it is: typed by the first letters of the name, or pressed. */
export function WhoChoice({ staff, onChoose }: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const roving = useRoving()
  const meant = staff.filter(({ name }) => isMeant(typed, [name]))
  const [first] = meant
  return (
    <div className="kr-who">
      <TextInput
        label={t('staff.who')}
        placeholder={t('staff.whoPlaceholder')}
        data-autofocus
        autoFocus
        autoComplete="off"
        size="md"
        value={typed}
        leftSection={<IconSearch size={17} stroke={1.8} aria-hidden />}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && first) {
            event.preventDefault()
            onChoose(first)
          }
          if (event.key === 'ArrowDown') {
            event.preventDefault()
            document.querySelector<HTMLElement>('.kr-who-member')?.focus()
          }
        }}
      />
      {/* Arrow keys are an extra way between buttons that the Tab key and a screen reader reach without it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul className="kr-who-list" aria-label={t('staff.list')} onKeyDown={roving.onKeyDown}>
        {meant.map((member, row) => (
          <li key={member.staffId}>
            <UnstyledButton className="kr-who-member" {...roving.placeProps(row, 0)} onClick={() => onChoose(member)}>
              <strong>
                <bdi>{member.name}</bdi>
              </strong>
              <span className="kr-muted">{t(`staff.role.${member.role}`)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {first ? null : <p role="status">{t('staff.nobody', { typed })}</p>}
    </div>
  )
}

import { Button, PasswordInput, UnstyledButton } from '@mantine/core'
import { IconArrowLeft, IconBackspace } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskError } from '../../../shared/desk-api/contract.ts'
import { Notice } from '../../components/notice.tsx'
import { useCodeText } from '../../data/hotel-provider.tsx'
import { useNow } from '../../data/use-now.ts'
import type { StaffMember } from '../../stores/staff-session.ts'
import { countdown } from './countdown.ts'

export interface SecretProps {
  readonly member: StaffMember
  readonly confirm: string
  /** Tries it: `null` where it was right. */
  readonly attempt: (member: StaffMember, secret: string) => Promise<DeskError | null>
  readonly onBack: (() => void) | null
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** A PIN on the pad, or PIN or password by keyboard; what is wrong, and for how long nothing can be tried. */
export function SecretEntry({ member, confirm, attempt, onBack }: SecretProps) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const [secret, setSecret] = useState('')
  const [error, setError] = useState<DeskError | null>(null)
  const [trying, setTrying] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const lockedFor = useLockedFor(error)

  const send = async () => {
    if (secret === '' || trying || lockedFor !== null) return
    setTrying(true)
    const refused = await attempt(member, secret)
    if (refused === null) return
    setTrying(false)
    setSecret('')
    setError(refused)
    field.current?.focus()
  }
  const press = (change: (before: string) => string) => {
    setSecret(change)
    field.current?.focus()
  }
  return (
    <form
      className="kr-secret"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div className="kr-secret-who">
        {onBack ? (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconArrowLeft size={16} stroke={1.8} aria-hidden />}
            onClick={onBack}
          >
            {t('staff.somebodyElse')}
          </Button>
        ) : null}
        <p>
          <strong>
            <bdi>{member.name}</bdi>
          </strong>{' '}
          <span className="kr-muted">{t(`staff.role.${member.role}`)}</span>
        </p>
      </div>
      <PasswordInput
        ref={field}
        label={t('staff.secret')}
        data-autofocus
        autoFocus
        size="md"
        autoComplete="off"
        maxLength={128}
        value={secret}
        visibilityToggleButtonProps={{ 'aria-label': t('staff.show') }}
        onChange={(event) => {
          setSecret(event.currentTarget.value)
          if (lockedFor === null) setError(null)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && onBack) {
            event.stopPropagation()
            onBack()
          }
        }}
      />
      {error === null ? null : (
        <Notice tone="urgent" role="alert" testId="secret-error">
          {textOf(error)} {lockedFor === null ? null : <span aria-hidden>({lockedFor})</span>}
        </Notice>
      )}
      <div className="kr-pad" role="group" aria-label={t('staff.pad')}>
        {DIGITS.map((digit) => (
          <PadKey key={digit} label={digit} onPress={() => press((before) => before + digit)} />
        ))}
        <PadKey label={t('staff.empty')} onPress={() => press(() => '')} />
        <PadKey label="0" onPress={() => press((before) => `${before}0`)} />
        <UnstyledButton
          className="kr-pad-key"
          tabIndex={-1}
          aria-label={t('staff.back')}
          onClick={() => press((before) => before.slice(0, -1))}
        >
          <IconBackspace size={22} stroke={1.6} aria-hidden />
        </UnstyledButton>
      </div>
      <Button
        type="submit"
        size="md"
        fullWidth
        loading={trying}
        disabled={lockedFor !== null}
        data-testid="secret-send"
      >
        {confirm}
      </Button>
    </form>
  )
}

/** The field is the keyboard's way: the pad takes no tab stops. */
function PadKey({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <UnstyledButton className="kr-pad-key" tabIndex={-1} onClick={onPress}>
      {label}
    </UnstyledButton>
  )
}

/** How long nothing can be tried, as `0:28`; `null`: at once. */
function useLockedFor(error: DeskError | null): string | null {
  const nowUtcMs = useNow()
  const until = error?.code === 'SIGN_IN_LOCKED' ? error.params['untilUtcMs'] : null
  return typeof until === 'number' ? countdown(until - nowUtcMs) : null
}

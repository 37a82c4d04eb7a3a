import { useState } from 'react'
import type { StaffMember } from '../../stores/staff-session.ts'
import { SecretEntry, type SecretProps } from './secret-entry.tsx'
import { WhoChoice } from './who-choice.tsx'

interface Props extends Pick<SecretProps, 'confirm' | 'attempt'> {
  readonly staff: readonly StaffMember[]
  /** Who it is likely to be. */
  readonly likely: StaffMember | null
}

/** First who, then their PIN or password. */
export function SignInForm({ staff, likely, confirm, attempt }: Props) {
  const [who, setWho] = useState<StaffMember | null>(likely)
  const member = staff.find(({ staffId }) => staffId === who?.staffId) ?? null
  if (member === null) return <WhoChoice staff={staff} onChoose={setWho} />
  return (
    <SecretEntry
      key={member.staffId}
      member={member}
      confirm={confirm}
      attempt={attempt}
      onBack={staff.length > 1 ? () => setWho(null) : null}
    />
  )
}

import { migrate } from '../database/migrate.ts'
import { openDatabase } from '../database/open-database.ts'

export async function migrateCommand(options: { db: string }): Promise<void> {
  const db = await openDatabase(options.db)
  try {
    const version = await migrate(db)
    process.stdout.write(`schema version ${version}\n`)
  } finally {
    await db.close()
  }
}

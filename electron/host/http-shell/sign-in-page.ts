/** What a browser without a session sees at `/`. Plain on purpose: it loads nothing and names nothing of the hotel. */
export const SIGN_IN_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Keyrack</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem; }
    </style>
  </head>
  <body>
    <main>
      <h1>Open the desk from Keyrack</h1>
      <p>This browser has not been let in. Start Keyrack on this machine again, or open the link that it printed when
        it started. A link that Keyrack opened by itself works once only.</p>
    </main>
  </body>
</html>
`

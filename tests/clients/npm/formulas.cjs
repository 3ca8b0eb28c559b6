// Says of each formula of a JSON list on stdin whether formulon takes its syntax; what a name means is not asked.
const { parse } = require('formulon')

const formulas = JSON.parse(require('fs').readFileSync(0, 'utf8'))

function taken (formula) {
  const found = parse(formula)
  return !(found.type === 'error' && found.errorType === 'SyntaxError')
}

process.stdout.write(JSON.stringify(formulas.map(taken)))

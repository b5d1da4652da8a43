/** Of one catalogue: a country has few vaccines, and their names come again and again. */
const maxAnswers = 1_000;

/**
 * What is found in texts by something that takes work to prepare: prepared once for each object, each text looked at once as
 * long as there is room.
 *
 * @param prepare gives what finds the answer to a text; it must not depend on anything that changes.
 */
export function remembered<Subject extends object, Answer>(
  prepare: (subject: Subject) => (text: string) => Answer,
): (subject: Subject) => (text: string) => Answer {
  const held = new WeakMap<Subject, (text: string) => Answer>();
  return (subject) => {
    const ready = held.get(subject) ?? rememberingAnswers(prepare(subject));
    held.set(subject, ready);
    return ready;
  };
}

function rememberingAnswers<Answer>(find: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    if (answers.has(text)) return answers.get(text) as Answer;
    const answer = find(text);
    if (answers.size < maxAnswers) answers.set(text, answer);
    return answer;
  };
}

/** An answer and its compact JSON, which is made once: it is measured, counted and sent. */
export interface Written<Answer> {
  readonly answer: Answer;
  readonly text: string;
}

/** Writes an answer as JSON. */
export function written<Answer extends object>(answer: Answer): Written<Answer> {
  return { answer, text: JSON.stringify(answer) };
}

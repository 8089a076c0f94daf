export const calls = 'specbook.model.calls';
export const requestModel = 'gen_ai.request.model';
export const byModel = [requestModel];
/** What the series of a model is called. */
export const name = { legend: '{{gen_ai_request_model}}' };
/** The models that are chosen above. */
export const chosen = { [requestModel]: '$model' } as const;

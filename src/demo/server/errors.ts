import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../json.js';

/** An error of Okta's API: thrown by a handler, answered as Okta's error JSON (https://developer.okta.com/docs/reference/error-codes/). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly summary: string,
    readonly causes: readonly string[] = [],
  ) {
    super(summary);
  }
}

/** The body as recorded: `errorLink` repeats the code, `errorId` is new each time. */
export function errorBody({ code, summary, causes }: ApiError): JsonObject {
  return {
    errorCode: code,
    errorSummary: summary,
    errorLink: code,
    errorId: `oae${randomBytes(16).toString('base64url')}`,
    errorCauses: causes.map((errorSummary) => ({ errorSummary })),
  };
}

export const invalidToken = (): ApiError => new ApiError(401, 'E0000011', 'Invalid token provided');
export const forbidden = (): ApiError => new ApiError(403, 'E0000006', 'You do not have permission to perform the requested action');
export const notFound = (id: string, type: string): ApiError => new ApiError(404, 'E0000007', `Not found: Resource not found: ${id} (${type})`);
export const noEndpoint = (): ApiError => new ApiError(404, 'E0000007', 'Not found: Resource not found: (Endpoint)');
export const notAllowed = (): ApiError => new ApiError(405, 'E0000022', 'The endpoint does not support the provided HTTP method');
export const rateLimited = (): ApiError => new ApiError(429, 'E0000047', 'API call exceeded rate limit due to too many requests.');
export const invalid = (field: string, cause: string): ApiError => new ApiError(400, 'E0000001', `Api validation failed: ${field}`, [`${field}: ${cause}`]);
export const invalidSearch = (cause?: string): ApiError => new ApiError(400, 'E0000031', 'Invalid search criteria.', cause === undefined ? [] : [cause]);
export const invalidPaging = (): ApiError => new ApiError(400, 'E0000029', 'Invalid paging request.', ['Invalid cursor.']);

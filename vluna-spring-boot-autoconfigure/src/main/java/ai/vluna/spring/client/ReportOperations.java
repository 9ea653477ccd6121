package ai.vluna.spring.client;

import ai.vluna.spring.client.protocol.billing.Report;
import ai.vluna.spring.client.protocol.billing.ReportQuery;

/**
 * What a user used and what they were charged for it. The open server does not have these
 * reports: there they are refused with 404.
 * <p>
 * A report may have more pages: {@link VlunaResponse#nextCursor()} is the cursor of the
 * next one. The reports over all customers are requests to {@code /reports/usage} and
 * {@code /reports/settlements} by {@link VlunaClient#call call} as realm administrator.
 *
 * @since 0.1.0
 */
public final class ReportOperations {

	private final VlunaClient client;

	ReportOperations(VlunaClient client) {
		this.client = client;
	}

	/**
	 * Prepare the report of usage, {@code POST /mgt/v1/reports/usage/self}.
	 * <p>
	 * Refused with 422 when columns cannot be combined.
	 * @param context the subject
	 * @param query what to report
	 * @return a call that can be sent any number of times
	 */
	public VlunaCall<Report> usage(CallContext context, ReportQuery query) {
		return report("/reports/usage/self", context, query);
	}

	/**
	 * Prepare the report of settlements, {@code POST /mgt/v1/reports/settlements/self}.
	 * It tells what was applied and what is quarantined.
	 * <p>
	 * Refused with 422 when columns cannot be combined.
	 * @param context the subject
	 * @param query what to report
	 * @return a call that can be sent any number of times
	 */
	public VlunaCall<Report> settlements(CallContext context, ReportQuery query) {
		return report("/reports/settlements/self", context, query);
	}

	private VlunaCall<Report> report(String path, CallContext context, ReportQuery query) {
		return this.client.call(context.requireUser(), VlunaRequest.post(path).body(query).repeatable(), Report.class);
	}

}

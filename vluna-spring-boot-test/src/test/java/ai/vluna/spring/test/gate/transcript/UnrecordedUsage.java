package ai.vluna.spring.test.gate.transcript;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;

/**
 * What {@code acct-funded} had done on the recorded server, besides what the recordings
 * show, before its limits and its wallet were recorded: an enormous commit that it could
 * not pay for, then another credit.
 */
final class UnrecordedUsage {

	private final EmbeddedGate gate;

	private final Caller caller;

	UnrecordedUsage(EmbeddedGate gate) {
		this.gate = gate;
		this.caller = new Caller(gate, "acct-funded", "u1");
	}

	void book() {
		long available = Long
			.parseLong(this.caller.getFrom("/mgt/v1/wallet/balance").text("/data/grants/0/remaining/xusd"));
		ingest(0, available + 9_007_198_254_781_302L);
		this.gate.credit("acct-funded", "u1", 1_000_000_000);
		long used = Long.parseLong(
				this.caller.get("limits?feature_code=llm.paid&expand=quotas").text("/data/0/quotas/0/used_minor"));
		ingest(3_002_399_751_597_984L - used, 48_932);
	}

	/**
	 * Books a quantity and, by lines of their own, any amount above 10,000.
	 */
	private void ingest(long quantity, long xusd) {
		long blocks = 2 * xusd % 3 + 3;
		String body = """
				{"feature_code":"llm.paid","quantity_minor":"%d","meters":[
				{"meter_code":"llm.paid","quantity_minor":"%d"},
				{"meter_code":"llm.paid.in","quantity_minor":"%d"}]}""";
		this.caller.post("ingest", Caller.newKey(),
				body.formatted(quantity, (xusd - 2000 * blocks) / 3, 1000 * blocks));
	}

}

package ai.vluna.sample.thrift;

import ai.vluna.spring.hint.ScarcityHint;
import ai.vluna.spring.hint.handler.BillingHintHandler;
import ai.vluna.spring.hint.handler.HintOccasion;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.stereotype.Component;

/**
 * Stands for the mail that tells a customer to top up.
 */
@Component
class ScarcityNotice implements BillingHintHandler<ScarcityHint> {

	private static final Log logger = LogFactory.getLog(ScarcityNotice.class);

	@Override
	public void handle(ScarcityHint hint, HintOccasion occasion) {
		logger.info("%s runs short of %s (%s)".formatted(occasion.subject().principalId(),
				occasion.operation().featureCode(), hint.source().type()));
	}

}

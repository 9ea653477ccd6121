package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.actuate.endpoint.VlunaEndpoint;
import ai.vluna.spring.actuate.endpoint.VlunaEndpoint.Action;
import ai.vluna.spring.actuate.endpoint.VlunaEndpoint.SettlementList;
import ai.vluna.spring.delivery.DeliveryStatus;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.UnreadableSettlementException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link VlunaEndpointAutoConfiguration}.
 */
class VlunaEndpointAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, VlunaClientAutoConfiguration.class,
				VlunaContextAutoConfiguration.class, VlunaDeliveryAutoConfiguration.class,
				VlunaGateAutoConfiguration.class, VlunaEndpointAutoConfiguration.class))
		.withPropertyValues("vluna.base-url=http://localhost:1/mgt/v1", "vluna.realm-id=r", "vluna.service-key.id=pk",
				"vluna.service-key.secret=AAECAwQF", "vluna.subject.principal=fixed:a", "vluna.subject.user=fixed:u");

	private final ApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=vluna");

	@Test
	void tellsTheStateAlsoWithoutAStore() {
		this.exposed.run((context) -> {
			VlunaEndpoint.State state = context.getBean(VlunaEndpoint.class).state();
			assertThat(state.mode()).isEqualTo(DeliveryStatus.Mode.DIRECT);
			assertThat(state.store()).isNull();
			assertThat(state.target()).isNull();
			assertThat(state.storeWorks()).isTrue();
		});
	}

	@Test
	void aSettlementThatCannotBeReadIsToldInWords() {
		SettlementStore store = mock(SettlementStore.class);
		given(store.findDead("1")).willThrow(new UnreadableSettlementException("of a later version", null));
		this.exposed.withBean(SettlementStore.class, () -> store).run((context) -> {
			VlunaEndpoint endpoint = context.getBean(VlunaEndpoint.class);
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.export(SettlementList.DEAD, "1", SecurityContext.NONE))
				.withMessage("of a later version");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.charge(SettlementList.DEAD, "1", Action.RETRY))
				.withMessage("of a later version");
		});
	}

	@Test
	void isThereOnlyWhereItIsExposedAndNotClosed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(VlunaEndpoint.class));
		this.exposed.withPropertyValues("management.endpoint.vluna.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(VlunaEndpoint.class));
		this.exposed.withPropertyValues("vluna.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VlunaEndpoint.class));
	}

	@Test
	void doesNothingWithoutActuator() {
		this.exposed.withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("vlunaEndpoint"));
	}

}

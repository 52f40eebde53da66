using Taler.Merchant.ContractTests.Backends;

namespace Taler.Merchant.ContractTests;

/// <summary>The contract, held by the backend that the environment names.</summary>
public sealed class ConfiguredBackendTests(ConfiguredBackend backend) : MerchantContract<ConfiguredBackend>(backend);

using Taler.Merchant.ContractTests.Backends;

namespace Taler.Merchant.ContractTests;

/// <summary>The contract, held by the sandbox.</summary>
public sealed class SandboxTests(SandboxBackend backend) : MerchantContract<SandboxBackend>(backend);

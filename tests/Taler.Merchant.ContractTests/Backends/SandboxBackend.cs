using Taler.TestKit;

namespace Taler.Merchant.ContractTests.Backends;

/// <summary>The sandbox as a process of its own, with wallets.</summary>
public sealed class SandboxBackend : IMerchantBackend, IAsyncLifetime
{
    public const string Password = "sandbox";

    private SandboxProcess? _process;

    public Uri BaseUrl => _process!.BaseUrl;

    public string AccessToken => SandboxProcess.AccessToken;

    public SandboxControl Control => _process!.Control;

    public async ValueTask InitializeAsync() => _process = await SandboxProcess.StartAsync();

    public ValueTask DisposeAsync() => _process!.DisposeAsync();
}

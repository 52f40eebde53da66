using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary>A sandbox process for the tests of one class.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    private SandboxProcess? _process;

    public Uri BaseUrl => _process!.BaseUrl;

    public SandboxControl Control => _process!.Control;

    public async ValueTask InitializeAsync() => _process = await SandboxProcess.StartAsync();

    public ValueTask DisposeAsync() => _process!.DisposeAsync();

    /// <summary>What was asked of the backend since the list was cleared, as methods: "POST GET".</summary>
    public async Task<string> CallsAsync() =>
        string.Join(' ', (await Control.RequestsAsync()).Where(request => request.Path.StartsWith("private/orders", StringComparison.Ordinal)).Select(request => request.Method));
}

using Taler.TestKit;

namespace PaidApi.Tests;

/// <summary>A running API with a sandbox of its own, and a folder for what scripts leave behind.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public const string Sample = "PaidApi";

    public SampleProcess Api { get; private set; } = null!;

    public SandboxControl Sandbox { get; private set; } = null!;

    public Uri Instance => Api.EmbeddedSandbox;

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("paidapi-");

    public async ValueTask InitializeAsync()
    {
        Api = await SampleProcess.StartAsync(Sample, SampleProcess.Development, "--Sandbox:Port", "0");
        Sandbox = new SandboxControl(Instance);
    }

    public async ValueTask DisposeAsync()
    {
        Sandbox.Dispose();
        await Api.DisposeAsync();
        Folder.Delete(recursive: true);
    }

    /// <summary>How often wallets have paid since the list of requests was cleared.</summary>
    public async Task<int> PaymentsAsync() =>
        (await Sandbox.RequestsAsync()).Count(request => request.Method == "POST" && request.Path.EndsWith("/pay", StringComparison.Ordinal));
}

/// <summary>One API for all tests, one after the other: they count what its sandbox was asked.</summary>
[CollectionDefinition(Name)]
public sealed class ApiGroup : ICollectionFixture<ApiFixture>
{
    public const string Name = "API";
}

using Taler.TestKit;

namespace EssayShop.Tests;

/// <summary>A running shop and the sandbox that it sells through.</summary>
public abstract class ShopFixture : IAsyncLifetime
{
    public SampleProcess Shop { get; protected set; } = null!;

    /// <summary>The shop as its readers address it.</summary>
    public virtual Uri Address => Shop.Address;

    public SandboxControl Sandbox { get; protected set; } = null!;

    /// <summary>Host and port of the payment pages.</summary>
    public abstract string SandboxAuthority { get; }

    public abstract ValueTask InitializeAsync();

    public virtual ValueTask DisposeAsync() => Shop.DisposeAsync();
}

/// <summary>Nothing is configured, so the shop brings its own sandbox.</summary>
public sealed class ShopWithItsOwnSandbox : ShopFixture
{
    /// <summary>By name, as the README says, so that the payment page is on a host of another name.</summary>
    public override Uri Address => new UriBuilder(Shop.Address) { Host = "localhost" }.Uri;

    public override string SandboxAuthority => Shop.EmbeddedSandbox.Authority;

    public override async ValueTask InitializeAsync()
    {
        Shop = await ShopProcess.StartAsync();
        Sandbox = new SandboxControl(Shop.EmbeddedSandbox);
    }

    public override async ValueTask DisposeAsync()
    {
        Sandbox.Dispose();
        await base.DisposeAsync();
    }
}

/// <summary>Two settings point the shop to a merchant backend elsewhere, which also works in Production.</summary>
public sealed class ShopWithBackend : ShopFixture
{
    private SandboxProcess _backend = null!;

    public override string SandboxAuthority => _backend.BaseUrl.Authority;

    public override async ValueTask InitializeAsync()
    {
        _backend = await SandboxProcess.StartAsync();
        Sandbox = _backend.Control;
        Shop = await ShopProcess.StartAsync(new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["TalerPaywall__Merchant__BaseUrl"] = _backend.BaseUrl.AbsoluteUri,
            ["TalerPaywall__Merchant__AccessToken"] = SandboxProcess.AccessToken,
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _backend.DisposeAsync();
    }
}

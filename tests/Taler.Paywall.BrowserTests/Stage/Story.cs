using Microsoft.Playwright;

namespace Taler.Paywall.BrowserTests.Stage;

/// <summary>A test that plays in shops and browsers. When it is over, all of them must have been content.</summary>
public abstract class Story(Theatre theatre) : IAsyncLifetime
{
    private readonly List<Shop> _shops = [];
    private readonly List<Visitor> _visitors = [];
    private readonly List<string> _profiles = [];

    protected Theatre Theatre { get; } = theatre;

    public async ValueTask InitializeAsync() => await Theatre.Sandbox.ClearRequestsAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in _visitors)
            await visitor.DisposeAsync();
        foreach (var profile in _profiles)
            Directory.Delete(profile, recursive: true);
        await Theatre.Sandbox.ClearFaultsAsync();
        foreach (var shop in _shops)
            await shop.DisposeAsync();
        var complaints = _visitors.SelectMany(visitor => visitor.Complaints).ToList();
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    protected Task<Shop> OpenShopAsync(TalerPayPage payPage) => OpenShopAsync(("PayPage", payPage.ToString()));

    protected async Task<Shop> OpenShopAsync(params (string Key, string Value)[] settings) =>
        Keep(await Shop.OpenAsync(Theatre, settings.ToDictionary(setting => "TalerPaywall:" + setting.Key, setting => (string?)setting.Value)));

    protected Shop Keep(Shop shop)
    {
        _shops.Add(shop);
        return shop;
    }

    protected async Task<Visitor> ArriveAsync(Shop shop, Look? look = null) =>
        await ArriveAsync(shop, look ?? Look.Plain, await Theatre.NewBrowserAsync(look ?? Look.Plain));

    protected async Task<Visitor> ArriveWithoutCookiesAsync(Shop shop, Look look)
    {
        var profile = Directory.CreateTempSubdirectory("browser-").FullName;
        _profiles.Add(profile);
        return await ArriveAsync(shop, look, await Theatre.NewBrowserWithoutCookiesAsync(look, profile));
    }

    /// <summary>How many payments the backend took. A wallet that proves an earlier payment does not count.</summary>
    protected Task<int> PaymentsAsync() => CountAsync(path => path.StartsWith("orders/", StringComparison.Ordinal) && path.EndsWith("/pay", StringComparison.Ordinal));

    /// <summary>How many orders were created, or asked for again.</summary>
    protected Task<int> OrdersAsync() => CountAsync(path => path == "private/orders");

    private async Task<Visitor> ArriveAsync(Shop shop, Look look, IBrowserContext browser)
    {
        var visitor = await Visitor.ArriveAsync(shop, Theatre, look, browser);
        _visitors.Add(visitor);
        return visitor;
    }

    private async Task<int> CountAsync(Func<string, bool> isIt) =>
        (await Theatre.Sandbox.RequestsAsync()).Count(request => request.Method == "POST" && isIt(request.Path));
}

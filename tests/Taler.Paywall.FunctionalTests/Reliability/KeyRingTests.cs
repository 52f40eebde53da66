using System.Net;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>The store of the keys that sign the cookie is away when the shop starts.</summary>
public sealed class KeyRingTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly KeyStore _store = new();
    private readonly string _essay = "/essays/" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task While_no_cookie_can_be_written_nobody_gets_an_order_and_all_is_well_when_the_keys_are_back()
    {
        _store.IsAway = true;
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, sandbox.Control);

        using var refused = await visitor.Browser.OpenAsync(_essay);
        var meanwhile = await sandbox.CountOrdersAsync(new Uri(shop.BaseAddress, _essay));
        await visitor.ExpectAsync(HttpStatusCode.OK, "/free");
        _store.IsAway = false;
        shop.Clock.Advance(Pause);
        await visitor.BuyAsync(_essay);
        await visitor.ReadAsync(_essay);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal((0, "10", true), (meanwhile, refused.Headers.RetryAfter!.ToString(), refused.Headers.CacheControl!.NoStore));
        Assert.Equal(LogLevel.Error, Assert.Single(shop.Logs.Lines, line => line.Event == "KeysUnavailable").Level);
    }

    [Fact]
    public async Task Who_paid_is_not_asked_to_pay_while_his_cookie_cannot_be_read()
    {
        await using var before = await OpenAsync();
        using var visitor = new Visitor(before, sandbox.Control);
        await visitor.BuyAsync(_essay);
        _store.IsAway = true;
        await using var after = await OpenAsync();
        using var returned = new Visitor(after, sandbox.Control);
        returned.Browser.SetPaywallCookie(visitor.Browser.PaywallCookie!);

        for (var i = 0; i < 2; i++)
            await returned.ExpectAsync(HttpStatusCode.ServiceUnavailable, _essay);
        _store.IsAway = false;
        after.Clock.Advance(Pause);
        await returned.ReadAsync(_essay);

        Assert.Equal(1, await sandbox.CountOrdersAsync(new Uri(before.BaseAddress, _essay)));
        Assert.Equal(0, await sandbox.CountOrdersAsync(new Uri(after.BaseAddress, _essay)));
    }

    [Fact]
    public async Task Who_paid_proves_it_by_his_wallet_when_the_keys_are_lost_and_pays_nothing()
    {
        await using var before = await OpenAsync();
        using var visitor = new Visitor(before, sandbox.Control);
        await visitor.BuyAsync(_essay);
        var cookie = visitor.Browser.PaywallCookie!;
        _store.Lose();
        await using var after = await OpenAsync(("TalerPaywall:PublicBaseUrl", before.BaseAddress.AbsoluteUri));
        using var returned = new Visitor(after, sandbox.Control, visitor.Wallet);
        returned.Browser.SetPaywallCookie(cookie);

        var reply = await returned.BuyAsync(_essay);
        await returned.ReadAsync(_essay);

        Assert.Equal("replayed", reply.Outcome);
    }

    private async Task<Shop> OpenAsync(params (string Key, string Value)[] changes)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("shop");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = _store);
        var settings = Shop.Settings(sandbox.BaseUrl);
        foreach (var (key, value) in changes)
            settings[key] = value;
        var shop = await Shop.OpenAsync(settings, keys: services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>());
        shop.AllowLog(line => line.Event == "KeysUnavailable");
        return shop;
    }

    private sealed class KeyStore : IXmlRepository
    {
        private readonly List<XElement> _keys = [];

        public bool IsAway { get; set; }

        public void Lose() => _keys.Clear();

        public IReadOnlyCollection<XElement> GetAllElements() => IsAway ? throw new IOException("The share is away.") : [.. _keys];

        public void StoreElement(XElement element, string friendlyName)
        {
            if (IsAway)
                throw new IOException("The share is away.");
            _keys.Add(element);
        }
    }
}

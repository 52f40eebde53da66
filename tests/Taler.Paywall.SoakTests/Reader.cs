using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Taler.Paywall.FunctionalTests;

namespace Taler.Paywall.SoakTests;

/// <summary>
/// A person with a wallet and two devices, who opens essays of his own, buys, returns, gets his money back, loses his cookies, and now and then peeps at
/// what others bought. He does one thing at a time, so he always knows what he may read.
/// </summary>
internal sealed class Reader(Town town, int number, Random random) : IDisposable
{
    private const int Actions = 150;
    private const int Essays = 8;
    private const int Rounds = 6;

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private readonly Browser[] _devices = [new(town.Shop.Address), new(town.Shop.Address)];

    /// <summary>The orders that were paid, by essay.</summary>
    private readonly Dictionary<string, string> _bought = [];

    /// <summary>Essays that he gave back, and whether the shop has said that he did. He does not buy them again.</summary>
    private readonly Dictionary<string, bool> _returned = [];

    private int _left = Actions;

    /// <summary>Readers come and go for as long as the soak runs; the last one is handed back.</summary>
    public static async Task<Reader> LiveAsync(Town town, int chair, int seed)
    {
        var random = new Random(HashCode.Combine(seed, chair));
        var number = chair;
        var reader = new Reader(town, number, random);
        await town.KeepDoingAsync(Pause, async () =>
        {
            if (reader._left-- == 0)
            {
                reader.Dispose();
                number += 1000;
                reader = new Reader(town, number, random);
            }
            await reader.ActAsync();
        });
        return reader;
    }

    /// <summary>When all trouble is over, everything that was paid can be read, and nothing is paid again.</summary>
    public async Task ReadAllAsync()
    {
        foreach (var slug in _bought.Keys.ToList())
        {
            var isRead = false;
            for (var round = 0; round < Rounds && !isRead; round++)
            {
                var page = await OpenAsync(_devices[0], slug);
                isRead = page is HttpStatusCode.OK;
                if (!isRead)
                    await PayAsync(_devices[0], slug);
            }
            if (!isRead)
                town.Ledger.Wrong($"{slug}: paid, and not to be read after all trouble is over.");
        }
    }

    public void Dispose()
    {
        foreach (var device in _devices)
            device.Dispose();
    }

    private Task ActAsync()
    {
        var slug = string.Create(CultureInfo.InvariantCulture, $"r{number}-{random.Next(Essays)}");
        var device = _devices[random.Next(4) == 0 ? 1 : 0];
        return random.Next(40) switch
        {
            < 6 => OpenAsync(device, slug),
            < 8 => OpenTabsAsync(device, slug),
            < 16 => PayAsync(device, slug),
            < 17 => ClaimAsync(device, slug),
            < 20 => OpenAsync(device, town.Ledger.Coveted(random.Next(Essays * Actions))),
            < 21 => RefundAsync(),
            < 22 => LoseCookiesAsync(device),
            _ => OpenAsync(_devices[0], _bought.Keys.LastOrDefault(slug)),
        };
    }

    private async Task<HttpStatusCode> OpenAsync(Browser device, string slug)
    {
        using var page = await device.OpenAsync("/essays/" + slug);
        town.Ledger.Answered(slug, page.StatusCode, await page.Content.ReadAsStringAsync(), MayRead(slug));
        Note(page, slug);
        return page.StatusCode;
    }

    /// <summary>Some tabs at once, and one whose request left before the answers to the others came, so it brings the cookie of before.</summary>
    private async Task OpenTabsAsync(Browser device, string slug)
    {
        using var late = device.Copy();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(device, slug)));
        await OpenAsync(late, slug);
    }

    private async Task PayAsync(Browser device, string slug)
    {
        if (_returned.ContainsKey(slug) || await PayUriAsync(device, slug) is not { } uri)
            return;
        var reply = await town.Backend.PayAsync(Wallet, uri);
        if (reply.Outcome is "paid" && _bought.ContainsKey(slug))
            town.Ledger.Wrong($"{slug}: paid a second time.");
        if (reply is { Outcome: "paid" or "replayed", OrderId: { } orderId })
            _bought[slug] = orderId;
        if (reply.Outcome is "paid")
            town.Ledger.Purchased(slug);
        if (reply.Outcome is "replayed")
            town.Ledger.Replayed();
    }

    /// <summary>Opens the wallet and does not pay.</summary>
    private async Task ClaimAsync(Browser device, string slug)
    {
        if (await PayUriAsync(device, slug) is { } uri)
            await town.Backend.ClaimAsync(Wallet, uri);
    }

    private async Task RefundAsync()
    {
        if (_bought.Count == 0)
            return;
        var (slug, orderId) = _bought.First();
        _bought.Remove(slug);
        using var answer = await Http.PostAsync(new Uri(town.Shop.Address, "/refunds/" + orderId), content: null);
        _returned[slug] = answer.StatusCode is HttpStatusCode.NoContent;
        if (_returned[slug])
            town.Ledger.Refunded();
    }

    private static Task LoseCookiesAsync(Browser device)
    {
        device.DeleteCookies();
        return Task.CompletedTask;
    }

    /// <summary>Whether the refund went through is not known for certain while its answer is missing.</summary>
    private bool MayRead(string slug) => _bought.ContainsKey(slug) || (_returned.TryGetValue(slug, out var isCertain) && !isCertain);

    private string Wallet => string.Create(CultureInfo.InvariantCulture, $"wallet-{number}");

    /// <summary>Follows the shop to the payment page. Null if it does not lead there now.</summary>
    private async Task<string?> PayUriAsync(Browser device, string slug)
    {
        using var page = await device.OpenAsync("/essays/" + slug);
        town.Ledger.Answered(slug, page.StatusCode, await page.Content.ReadAsStringAsync(), MayRead(slug));
        Note(page, slug);
        if (page.Headers.Location is not { IsAbsoluteUri: true } location)
            return null;
        using var request = new HttpRequestMessage(HttpMethod.Get, location);
        request.Headers.Accept.ParseAdd("application/json");
        using var order = await Http.SendAsync(request);
        return order.StatusCode is HttpStatusCode.PaymentRequired ? (string?)(await order.Content.ReadFromJsonAsync<JsonObject>())!["taler_pay_uri"] : null;
    }

    /// <summary>The address of a payment page ends in the order, and names the session.</summary>
    private void Note(HttpResponseMessage page, string slug)
    {
        if (page.Headers.Location is { IsAbsoluteUri: true } location)
            town.Ledger.Offered(location.Segments[^1], location.Query, slug);
    }
}

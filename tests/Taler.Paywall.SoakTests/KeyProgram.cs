using System.Globalization;
using System.Net;

namespace Taler.Paywall.SoakTests;

/// <summary>A program that keeps nothing but a key: it asks, pays, and asks again until it has the essay, then takes a new key.</summary>
internal sealed class KeyProgram(Town town, int number) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { BaseAddress = town.Shop.Address };
    private string _key = Guid.NewGuid().ToString("N");
    private int _books;
    private bool _hasPaid;

    public static async Task LiveAsync(Town town, int number)
    {
        using var program = new KeyProgram(town, number);
        await town.KeepDoingAsync(Pause, program.AskAsync);
    }

    public void Dispose() => _http.Dispose();

    private async Task AskAsync()
    {
        var slug = string.Create(CultureInfo.InvariantCulture, $"p{number}-{_books}");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/essays/" + slug);
        request.Headers.Add("Idempotency-Key", _key);
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await _http.SendAsync(request);
        town.Ledger.Answered(slug, answer.StatusCode, await answer.Content.ReadAsStringAsync(), _hasPaid);
        if (answer.StatusCode is HttpStatusCode.OK)
        {
            (_key, _hasPaid, _books) = (Guid.NewGuid().ToString("N"), false, _books + 1);
            return;
        }
        if (!answer.Headers.TryGetValues("Taler", out var uris))
            return;
        var uri = uris.Single();
        var path = new Uri(uri).Segments;
        town.Ledger.Offered(path[^2].TrimEnd('/'), path[^1], slug);
        if (_hasPaid)
            return;
        var reply = await town.Backend.PayAsync("program-" + _key, uri);
        _hasPaid = reply.Outcome is "paid";
        if (_hasPaid)
            town.Ledger.Purchased(slug);
    }
}

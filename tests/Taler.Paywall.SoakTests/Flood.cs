using System.Globalization;

namespace Taler.Paywall.SoakTests;

/// <summary>Clients without cookies who ask for everything that others buy, in bursts.</summary>
internal sealed class Flood(Town town, Random random) : IDisposable
{
    private const int Size = 400;
    private const int Connections = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = Connections })
    {
        BaseAddress = town.Shop.Address,
    };

    public static async Task LiveAsync(Town town, int seed)
    {
        using var flood = new Flood(town, new Random(seed));
        await town.KeepDoingAsync(Pause, () => Task.WhenAll(
            Enumerable.Range(0, Size).Select(_ => flood.AskAsync(town.Ledger.Coveted(flood.Chance(Size)), flood.Chance(100_000)))));
    }

    public void Dispose() => _http.Dispose();

    private int Chance(int below)
    {
        lock (random)
            return random.Next(below);
    }

    private async Task AskAsync(string slug, int client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/essays/" + slug);
        request.Headers.Accept.ParseAdd(client % 2 == 0 ? "text/html" : "application/json");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"2001:db8:{client & 0xffff:x}::1"));
        using var answer = await _http.SendAsync(request);
        town.Ledger.Answered(slug, answer.StatusCode, await answer.Content.ReadAsStringAsync(), mayRead: false);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace Taler.Paywall.FunctionalTests.Flood;

/// <summary>Many clients who keep no cookies, each request from one of many addresses, as the proxy in front of the shop says.</summary>
internal sealed class Crawlers(Uri shop) : IDisposable
{
    private const int Connections = 32;
    private const int Addresses = 5000;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    /// <summary>What was answered how often.</summary>
    public ConcurrentDictionary<(HttpStatusCode Status, bool SaysWhenToComeBack), int> Answers { get; } = new();

    public Task FloodAsync(int requests)
    {
        var next = 0;
        return Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i <= requests; i = Interlocked.Increment(ref next))
                await AskAsync(i);
        }));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Browsers, programs, clients that take anything, and some that only look.</summary>
    private async Task AskAsync(int number)
    {
        var method = number % 10 == 0 ? HttpMethod.Head : HttpMethod.Get;
        var accept = (number % 3) switch { 0 => "text/html", 1 => "application/json", _ => "*/*" };
        using var request = new HttpRequestMessage(method, new Uri(shop, string.Create(CultureInfo.InvariantCulture, $"/essays/number-{number % 100}")));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", AddressOf(number % Addresses));
        using var response = await _http.SendAsync(request);
        Answers.AddOrUpdate((response.StatusCode, response.Headers.RetryAfter?.Delta > TimeSpan.Zero), 1, (_, count) => count + 1);
    }

    private static string AddressOf(int client) => client % 2 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"203.0.{client / 256}.{client % 256}")
        : string.Create(CultureInfo.InvariantCulture, $"2001:db8:{client:x}::{client:x}");
}

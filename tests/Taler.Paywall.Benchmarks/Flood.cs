using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Taler.Paywall.Benchmarks;

/// <summary>
/// What a flood of requests without a cookie takes from those who paid: paid requests per second of the server's own processor time, in turns
/// undisturbed and during the flood. The flood keeps step with the paid requests, so a machine that is shared changes no ratio.
/// </summary>
internal static class Flood
{
    private const int Connections = 8;
    private const int Rounds = 5;
    private const int Requests = 20_000;
    private const int PaidRequests = 10 * Requests;
    private const int Addresses = 5000;

    public static async Task RunAsync()
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var shop = await Server.StartAsync(Host.Flooded, sandbox.BaseUrl);
        await sandbox.PayAsync(shop);
        using var crawlers = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = shop.Address };

        await MeasureAsync(shop, crawlers);
        Console.WriteLine($"A paid request, warm, while {Requests} requests come without a cookie, one for each {PaidRequests / Requests} paid: paid requests per second of the server's own processor time");
        Console.WriteLine("round  undisturbed  in the flood  ratio  flood a second  orders made  refused");
        var ratios = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            var alone = await MeasureAsync(shop, crawlers: null);
            var flooded = await MeasureAsync(shop, crawlers);
            ratios.Add(flooded.Rate / alone.Rate);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{round,5} {alone.Rate,12:0} {flooded.Rate,13:0} {ratios[^1],6:0.00} {Requests / flooded.Time.TotalSeconds,15:0} {flooded.Ordered,12} {Requests - flooded.Ordered,8}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median of {Rounds}: {ratios.Order().ElementAt(Rounds / 2):0.00} of the undisturbed throughput"));
    }

    private static async Task<Measured> MeasureAsync(Server shop, HttpClient? crawlers)
    {
        var processor = shop.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var flood = new ConcurrentBag<Task<HttpStatusCode>>();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async connection =>
        {
            for (var i = connection; i < PaidRequests; i += Connections)
            {
                using var response = await shop.GetAsync(Host.Page);
                response.EnsureSuccessStatusCode();
                if (crawlers is not null && i % (PaidRequests / Requests) == 0)
                    flood.Add(AskAsync(crawlers, i / (PaidRequests / Requests)));
            }
        }));
        var answers = await Task.WhenAll(flood);
        return new Measured(
            PaidRequests / (shop.ProcessorTime - processor).TotalSeconds,
            Stopwatch.GetElapsedTime(started),
            answers.Count(answer => answer is HttpStatusCode.Found or HttpStatusCode.PaymentRequired));
    }

    /// <summary>Browsers and programs in turn, as a proxy passes them on that tells the address of each.</summary>
    private static async Task<HttpStatusCode> AskAsync(HttpClient crawlers, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Host.Page);
        var client = number % Addresses;
        request.Headers.TryAddWithoutValidation("Accept", number % 2 == 0 ? "text/html" : "application/json");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"203.0.{client / 256}.{client % 256}"));
        using var response = await crawlers.SendAsync(request);
        return response.StatusCode;
    }

    /// <param name="Rate">Paid requests per second of processor time.</param>
    /// <param name="Time">How long it took.</param>
    /// <param name="Ordered">Requests of the flood that got an order.</param>
    private sealed record Measured(double Rate, TimeSpan Time, int Ordered);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Taler.Paywall.Benchmarks;

/// <summary>
/// What a flood of requests without a cookie takes from those who paid: paid requests per second of the server's own processor time, undisturbed and
/// during the flood. The same flood at a page that is free tells what any server pays for it. The flood keeps step with the paid requests, and the
/// turns are short, so a machine that is shared changes the ratios little.
/// </summary>
internal static class Flood
{
    private const int Connections = 8;
    private const int Rounds = 5;
    private const int Turns = 10;
    private const int Requests = 20_000;
    private const int PaidForEach = 10;
    private const int Addresses = 5000;

    public static async Task RunAsync()
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var shop = await Server.StartAsync(Host.Flooded, sandbox.BaseUrl);
        await sandbox.PayAsync(shop);
        using var crawlers = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = shop.Address };

        await MeasureRoundAsync(shop, crawlers, Host.Page);
        Console.WriteLine($"A paid request, warm, while {Requests} requests come without a cookie, one for each {PaidForEach} paid: paid requests per second of the server's own processor time");
        await MeasureRoundsAsync("at the sold page", shop, crawlers, Host.Page);
        await MeasureRoundsAsync("at a free page", shop, crawlers, Host.FreePage);
    }

    private static async Task MeasureRoundsAsync(string title, Server shop, HttpClient crawlers, string page)
    {
        Console.WriteLine($"The flood is {title}:");
        Console.WriteLine("round  undisturbed  in the flood  ratio  us for each of the flood  flood a second  orders made");
        var rounds = new List<Round>();
        for (var number = 1; number <= Rounds; number++)
        {
            var round = await MeasureRoundAsync(shop, crawlers, page);
            rounds.Add(round);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{number,5} {round.Alone.Rate,12:0} {round.Flooded.Rate,13:0} {round.Ratio,6:0.00} {round.Cost,25:0} {Requests / round.Flooded.Time.TotalSeconds,15:0} {round.Flooded.Ordered,12}"));
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"median of {Rounds}: {Median(rounds, round => round.Ratio):0.00} of the undisturbed throughput, {Median(rounds, round => round.Cost):0} us for each of the flood"));
    }

    private static async Task<Round> MeasureRoundAsync(Server shop, HttpClient crawlers, string page)
    {
        var round = new Round(Measured.Nothing, Measured.Nothing);
        for (var turn = 0; turn < Turns; turn++)
        {
            round = new Round(
                round.Alone + await MeasureAsync(shop, turn, flood: null),
                round.Flooded + await MeasureAsync(shop, turn, number => AskAsync(crawlers, page, number)));
        }
        return round;
    }

    private static async Task<Measured> MeasureAsync(Server shop, int turn, Func<int, Task<HttpStatusCode>>? flood)
    {
        const int Asked = Requests / Turns;
        const int Paid = Asked * PaidForEach;
        var processor = shop.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var asked = new ConcurrentBag<Task<HttpStatusCode>>();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async connection =>
        {
            for (var i = connection; i < Paid; i += Connections)
            {
                using var response = await shop.GetAsync(Host.Page);
                response.EnsureSuccessStatusCode();
                if (flood is not null && i % PaidForEach == 0)
                    asked.Add(flood(turn * Asked + i / PaidForEach));
            }
        }));
        var answers = await Task.WhenAll(asked);
        return new Measured(
            Paid,
            shop.ProcessorTime - processor,
            Stopwatch.GetElapsedTime(started),
            answers.Count(answer => answer is HttpStatusCode.Found or HttpStatusCode.PaymentRequired));
    }

    /// <summary>Browsers and programs in turn, as a proxy passes them on that tells the address of each.</summary>
    private static async Task<HttpStatusCode> AskAsync(HttpClient crawlers, string page, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        var client = number % Addresses;
        request.Headers.TryAddWithoutValidation("Accept", number % 2 == 0 ? "text/html" : "application/json");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"203.0.{client / 256}.{client % 256}"));
        using var response = await crawlers.SendAsync(request);
        return response.StatusCode;
    }

    private static double Median(List<Round> rounds, Func<Round, double> value) => rounds.Select(value).Order().ElementAt(Rounds / 2);

    /// <param name="Alone">Paid requests alone.</param>
    /// <param name="Flooded">Paid requests during the flood.</param>
    private sealed record Round(Measured Alone, Measured Flooded)
    {
        public double Ratio => Flooded.Rate / Alone.Rate;

        /// <summary>The server's processor time for one request of the flood, in microseconds.</summary>
        public double Cost => (Flooded.Processor - Alone.Processor).TotalMicroseconds / Requests;
    }

    /// <param name="Paid">Paid requests.</param>
    /// <param name="Processor">The server's processor time for all that it answered meanwhile.</param>
    /// <param name="Time">How long it took.</param>
    /// <param name="Ordered">Requests of the flood that got an order.</param>
    private sealed record Measured(int Paid, TimeSpan Processor, TimeSpan Time, int Ordered)
    {
        public static readonly Measured Nothing = new(0, TimeSpan.Zero, TimeSpan.Zero, 0);

        public double Rate => Paid / Processor.TotalSeconds;

        public static Measured operator +(Measured left, Measured right) =>
            new(left.Paid + right.Paid, left.Processor + right.Processor, left.Time + right.Time, left.Ordered + right.Ordered);
    }
}

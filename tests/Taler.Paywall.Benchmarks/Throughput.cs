using System.Diagnostics;
using System.Globalization;

namespace Taler.Paywall.Benchmarks;

/// <summary>
/// Requests per second of the server's own processor time, all servers running and loaded at once: so a machine that is shared or changes its
/// speed disturbs all of them alike, and the ratios hold.
/// </summary>
internal static class Throughput
{
    private const int Connections = 8;
    private const int Rounds = 5;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    public static async Task RunAsync()
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var bare = await Server.StartAsync(Host.Bare, sandbox.BaseUrl);
        using var paywall = await Server.StartAsync(Host.Paywall, sandbox.BaseUrl);
        using var cookie = await Server.StartAsync(Host.CookieAuthentication, sandbox.BaseUrl);
        await sandbox.PayAsync(paywall);
        await SignInAsync(cookie);

        Server[] servers = [bare, paywall, cookie];
        await LoadAsync(servers);
        Console.WriteLine("A paid request, warm: requests per second of the server's own processor time");
        Console.WriteLine("round        bare     paywall  cookie authentication   paywall/bare   paywall/cookie authentication");
        var ratios = new List<(double Bare, double Cookie)>();
        for (var round = 1; round <= Rounds; round++)
        {
            var rates = await LoadAsync(servers);
            ratios.Add((rates[1] / rates[0], rates[1] / rates[2]));
            Print(round.ToString(CultureInfo.InvariantCulture), rates, ratios[^1]);
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"median of {Rounds}: {Median(ratios.Select(ratio => ratio.Bare)):0.00} of the bare endpoint, {Median(ratios.Select(ratio => ratio.Cookie)):0.00} times cookie authentication"));
    }

    private static async Task<double[]> LoadAsync(Server[] servers)
    {
        var before = servers.Select(server => server.ProcessorTime).ToArray();
        var until = Stopwatch.GetTimestamp() + (long)(Round.TotalSeconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(servers.Select(server => server.LoadAsync(Connections, until)));
        return [.. servers.Select((server, i) => counts[i] / (server.ProcessorTime - before[i]).TotalSeconds)];
    }

    private static async Task SignInAsync(Server server)
    {
        using var signedIn = await server.GetAsync("/sign-in");
        server.KeepCookie(signedIn);
        using var read = await server.GetAsync(Host.Page);
        read.EnsureSuccessStatusCode();
    }

    private static void Print(string round, double[] rates, (double Bare, double Cookie) ratio) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{round,5} {rates[0],11:0} {rates[1],11:0} {rates[2],22:0} {ratio.Bare,14:0.00} {ratio.Cookie,31:0.00}"));

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}

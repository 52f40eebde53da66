using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Taler.TestKit;

/// <summary>
/// A shop as a process of its own, on a loopback port: essays for KUDOS:0.5 at <c>/essays/{slug}</c>. The test project references
/// Taler.Paywall.TestShop.
/// </summary>
public sealed partial class ShopProcess : IAsyncDisposable
{
    public const string Paid = "Here is what you paid for: ";

    private const string Program = "Taler.Paywall.TestShop.dll";
    private const string Started = "Application started.";

    private static readonly string[] Levels = ["warn:", "fail:", "crit:"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log;
    private readonly HttpClient _http;

    private ShopProcess(Process process, ConcurrentQueue<string> log, Uri address)
    {
        _process = process;
        _log = log;
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>What was logged so far as a warning or worse, one line each.</summary>
    public IEnumerable<string> Trouble => _log.Where(line => Array.Exists(Levels, level => line.StartsWith(level, StringComparison.Ordinal)));

    /// <param name="backend">The instance where the shop sells.</param>
    /// <param name="keyRing">The folder of the key ring, which outlives the process.</param>
    /// <param name="settings">More settings, or others, by their keys.</param>
    public static async Task<ShopProcess> StartAsync(SandboxProcess backend, string keyRing, params (string Key, string Value)[] settings)
    {
        var process = Launch(backend.BaseUrl, keyRing, settings);
        var log = new ConcurrentQueue<string>();
        Uri? address = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            log.Enqueue(line);
            if (ListeningAt().Match(line) is { Success: true } match)
                address = new Uri(match.Groups["address"].Value);
            if (address is null || !line.Contains(Started, StringComparison.Ordinal))
                continue;

            // The pipes must be emptied, or a talkative program stops when they are full.
            _ = DrainAsync(process.StandardOutput, log);
            _ = DrainAsync(process.StandardError, log);
            return new ShopProcess(process, log, address);
        }
        var error = await process.StandardError.ReadToEndAsync();
        process.Dispose();
        throw new InvalidOperationException($"The shop did not start: {string.Join('\n', log)} {error}");
    }

    /// <summary>What the process holds, after a full collection of its garbage.</summary>
    public async Task<ShopVitals> VitalsAsync() => (await _http.GetFromJsonAsync<ShopVitals>("/vitals"))!;

    /// <summary>Ends the process as SIGKILL does: nothing of it is carried out any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await KillAsync();
        _process.Dispose();
    }

    private static Process Launch(Uri backend, string keyRing, (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, Program));
        var all = new Dictionary<string, string>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["environment"] = "Development",
            ["Logging:Console:FormatterOptions:SingleLine"] = "true",
            ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
            ["KeyRing"] = keyRing,
            ["TalerPaywall:Merchant:BaseUrl"] = backend.AbsoluteUri,
            ["TalerPaywall:Merchant:AccessToken"] = SandboxProcess.AccessToken,
            ["TalerPaywall:PublicBaseUrl"] = "http://shop.example/",
            ["TalerPaywall:Resources:0:Pattern"] = "/essays/{slug}",
            ["TalerPaywall:Resources:0:Name"] = "essay:{slug}",
            ["TalerPaywall:Resources:0:Price"] = "KUDOS:0.5",
            ["TalerPaywall:Resources:0:Summary"] = "Essay {slug}",
            ["TalerPaywall:Resources:0:RefundDelay"] = "1.00:00:00",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        foreach (var (key, value) in all)
        {
            start.ArgumentList.Add("--" + key);
            start.ArgumentList.Add(value);
        }
        foreach (var name in new[] { "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "DOTNET_URLS", "URLS", "ASPNETCORE_HTTP_PORTS" })
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    private static async Task DrainAsync(StreamReader reader, ConcurrentQueue<string> log)
    {
        while (await reader.ReadLineAsync() is { } line)
            log.Enqueue(line);
    }

    [GeneratedRegex(@"Now listening on: (?<address>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningAt();
}

/// <summary>What the process of a shop holds.</summary>
/// <param name="Heap">Bytes in managed objects after a full collection.</param>
/// <param name="WorkingSet">Bytes in memory.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads of the process.</param>
/// <param name="OutageServes">Requests that were served while the backend could not tell.</param>
public sealed record ShopVitals(long Heap, long WorkingSet, int Handles, int Threads, long OutageServes);

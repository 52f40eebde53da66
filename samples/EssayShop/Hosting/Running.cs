using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace EssayShop.Hosting;

/// <summary>Runs the shop, and says in plain sentences what it runs on or why it cannot run.</summary>
internal static partial class Running
{
    private const string SettingsFile = "appsettings.json";

    /// <summary>The web server. What it throws at start is about its addresses.</summary>
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel.Core";

    /// <summary>A failed start is explained by <see cref="RunOrExplainAsync"/>, so the host need not log it with its stack trace.</summary>
    public static void ExplainFailedStart(this WebApplicationBuilder builder) =>
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

    /// <returns>The exit code: 0 after a shutdown, 1 if the shop could not start.</returns>
    public static async Task<int> RunOrExplainAsync(this WebApplication app)
    {
        var environment = app.Environment;
        var backend = app.Services.GetRequiredService<Backend>();
        if (backend.IsSandbox)
            LogSandbox(app.Logger);
        if (app.Services.GetRequiredService<KeyRing>() is { IsKept: false } keyRing)
            LogKeysInMemory(app.Logger, keyRing.Folder);

        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (InvalidOperationException exception) when (exception.Source == Kestrel && exception.Message.Contains("certificate", StringComparison.Ordinal))
        {
            return await ExplainAsync(
                "The shop has no certificate for https: make one for this machine with dotnet dev-certs https, or choose another address, for example --urls http://localhost:5090.");
        }
        catch (Exception exception) when (exception.Source == Kestrel || exception is SocketException or FormatException or IOException { InnerException: AddressInUseException })
        {
            return await ExplainAsync(
                $"The shop cannot listen where it should ({exception.Message.TrimEnd('.')}): choose another address, for example --urls http://localhost:5090.");
        }
        catch (OptionsValidationException exception)
        {
            return await ExplainAsync(Corrections([exception], environment, backend));
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return await ExplainAsync(Corrections(exception.InnerExceptions.Cast<OptionsValidationException>(), environment, backend));
        }
    }

    /// <summary>One mistake a line; the paywall and the merchant client each report their own, some below a heading.</summary>
    private static string Corrections(IEnumerable<OptionsValidationException> reports, IHostEnvironment environment, Backend backend)
    {
        var mistakes = reports
            .SelectMany(report => report.Failures)
            .SelectMany(failure => failure.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(line => !line.EndsWith(':'))
            .Select(line => "  - " + line.TrimStart('-', ' '));
        List<string> lines = ["The settings need a correction:", .. mistakes];
        if (!File.Exists(Path.Combine(environment.ContentRootPath, SettingsFile)))
            lines.Add($"There is no {SettingsFile} in {environment.ContentRootPath}. Start the shop in the folder that has it, or name the folder with --contentRoot.");
        if (backend.WhyNoSandbox is { } why)
            lines.Add(why);
        return string.Join(Environment.NewLine, lines);
    }

    private static async Task<int> ExplainAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }

    [LoggerMessage(1, LogLevel.Information,
        "No merchant backend is configured (TalerPaywall:Merchant:BaseUrl), so the shop uses a sandbox of its own. Everything works, but no money moves.")]
    private static partial void LogSandbox(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning,
        "{Folder} cannot be written, so the keys that protect cookies are kept in memory. After a restart every browser is a stranger; wallets still know what was bought, and nobody pays twice.")]
    private static partial void LogKeysInMemory(ILogger logger, string folder);
}

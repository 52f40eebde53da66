using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace EssayShop.Hosting;

/// <summary>Runs the shop, and says in plain sentences what it runs on or why it cannot run.</summary>
internal static partial class Running
{
    /// <returns>The exit code: 0 after a shutdown, 1 if the shop could not start.</returns>
    public static async Task<int> RunOrExplainAsync(this WebApplication app)
    {
        if (app.Services.GetRequiredService<Backend>().IsSandbox)
            LogSandbox(app.Logger);
        if (app.Services.GetRequiredService<KeyRing>() is { IsKept: false } keyRing)
            LogKeysInMemory(app.Logger, keyRing.Folder);

        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (exception is SocketException or FormatException or IOException { InnerException: AddressInUseException })
        {
            return await ExplainAsync(
                $"The shop cannot listen where it should ({exception.Message.TrimEnd('.')}): choose another address, for example --urls http://localhost:5090.");
        }
        catch (OptionsValidationException exception)
        {
            return await ExplainAsync(Corrections([exception]));
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return await ExplainAsync(Corrections(exception.InnerExceptions.Cast<OptionsValidationException>()));
        }
    }

    /// <summary>One mistake a line; the paywall and the merchant client each report their own.</summary>
    private static string Corrections(IEnumerable<OptionsValidationException> reports) =>
        "The settings need a correction:" + string.Concat(reports
            .SelectMany(report => report.Failures)
            .Select(failure => $"{Environment.NewLine}  - {failure.Trim().TrimStart('-', ' ')}"));

    private static async Task<int> ExplainAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }

    [LoggerMessage(LogLevel.Information,
        "No merchant backend is configured (TalerPaywall:Merchant:BaseUrl), so the shop uses a sandbox of its own. Everything works, but no money moves.")]
    private static partial void LogSandbox(ILogger logger);

    [LoggerMessage(LogLevel.Warning,
        "{Folder} cannot be written, so the keys that protect cookies are kept in memory. After a restart every browser is a stranger; wallets still know what was bought, and nobody pays twice.")]
    private static partial void LogKeysInMemory(ILogger logger, string folder);
}

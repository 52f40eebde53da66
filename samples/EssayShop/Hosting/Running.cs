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
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            return await ExplainAsync($"{exception.Message} Choose another one, for example: dotnet run --project samples/EssayShop --urls http://localhost:5090");
        }
        catch (OptionsValidationException exception)
        {
            return await ExplainAsync(string.Join(Environment.NewLine, exception.Failures.Select(failure => failure.Trim()).Prepend("The settings need a correction:")));
        }
    }

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

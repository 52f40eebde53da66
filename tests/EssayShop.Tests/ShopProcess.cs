using Taler.TestKit;

namespace EssayShop.Tests;

/// <summary>The shop as a process of its own.</summary>
internal static class ShopProcess
{
    public static readonly IReadOnlyDictionary<string, string> Development = SampleProcess.Development;

    private const string Name = "EssayShop";

    public static Task<SampleProcess> StartAsync(params string[] arguments) => StartAsync(Development, arguments);

    public static Task<SampleProcess> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        SampleProcess.StartAsync(Name, environment, arguments);

    /// <summary>Runs a shop that does not start to its end.</summary>
    /// <returns>Its exit code and what it wrote to standard error.</returns>
    public static Task<(int ExitCode, string Error)> RunToEndAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        SampleProcess.RunToEndAsync(Name, environment, arguments);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Taler.Merchant.Sandbox.Hosting;

/// <summary>The sandbox as a program of its own.</summary>
internal static class SandboxProgram
{
    private const string DefaultUrls = "http://127.0.0.1:9966";

    /// <returns>The exit code: 0, or 1 with one sentence on <paramref name="error"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (SandboxStartException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static WebApplication Build(string[] args)
    {
        var configuration = ReadConfiguration(args);
        var options = ProgramSettings.Read(configuration.GetSection("Sandbox"));
        StartRules.OfProgram.CheckOptions(options);
        // A console program that nobody told where it is runs on a developer's machine: only an explicit Production refuses.
        var environment = configuration[HostDefaults.EnvironmentKey] ?? Environments.Development;
        StartRules.OfProgram.CheckEnvironment(environment.Equals(Environments.Production, StringComparison.OrdinalIgnoreCase), options);

        var addresses = ListenAddress.FromUrls(configuration["urls"] ?? DefaultUrls, options.AllowRemote);
        var app = SandboxServer.Build(options, addresses, TimeProvider.System, services => services.AddLogging(logging => logging
            .AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft", LogLevel.Warning)));
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var address in addresses)
                Log.Ready(app.Logger, SandboxServer.InstanceUrl(address));
        });
        return app;
    }

    private static IConfigurationRoot ReadConfiguration(string[] args)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddEnvironmentVariables("DOTNET_")
                .AddEnvironmentVariables("ASPNETCORE_")
                .AddEnvironmentVariables()
                .AddCommandLine(args)
                .Build();
        }
        catch (FormatException exception)
        {
            throw new SandboxStartException($"The arguments cannot be read ({exception.Message.TrimEnd('.')}): write --key value, for example --urls http://127.0.0.1:9966.");
        }
    }
}

using System.Runtime.CompilerServices;

namespace Taler.TestKit;

/// <summary>
/// A sample as a process of its own, as <c>dotnet run</c> starts it, on a free loopback port and with an empty home. The test project
/// references the sample.
/// </summary>
public sealed class SampleProcess : IAsyncDisposable
{
    public static readonly IReadOnlyDictionary<string, string> Development = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development" };

    private readonly HostProcess _host;
    private readonly DirectoryInfo _home;

    private SampleProcess(HostProcess host, DirectoryInfo home)
    {
        (_host, _home) = (host, home);
        Address = host.Address;
    }

    public Uri Address { get; }

    /// <summary>Everything that was logged so far.</summary>
    public string Log => string.Join('\n', _host.Log);

    /// <summary>The instance of the sandbox inside the sample.</summary>
    public Uri EmbeddedSandbox => _host.SandboxInstance;

    /// <param name="sample">The name of the sample and of its folder.</param>
    /// <param name="environment">Variables beside those of the test run, of which the ones that a host reads are taken away.</param>
    /// <param name="arguments">More arguments for the program.</param>
    public static async Task<SampleProcess> StartAsync(string sample, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var home = Directory.CreateTempSubdirectory("sample-");
        try
        {
            return new SampleProcess(await HostProcess.StartAsync(StartOf(sample, home, environment, ["--urls", HostProcess.AnyPort, .. arguments])), home);
        }
        catch
        {
            home.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Runs a sample that does not start to its end.</summary>
    /// <returns>Its exit code and what it wrote to standard error.</returns>
    public static async Task<(int ExitCode, string Error)> RunToEndAsync(string sample, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var home = Directory.CreateTempSubdirectory("sample-");
        var end = await HostProcess.RunToEndAsync(StartOf(sample, home, environment, arguments));
        home.Delete(recursive: true);
        return end;
    }

    /// <summary>Where the sample's own files are.</summary>
    public static string SourceFolder(string sample) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../samples", sample));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private static HostStart StartOf(string sample, DirectoryInfo home, IReadOnlyDictionary<string, string> environment, string[] arguments) => new(sample, arguments)
    {
        Environment = [KeyValuePair.Create("HOME", home.FullName), .. environment],
        Folder = SourceFolder(sample),
    };

    private static string Here([CallerFilePath] string path = "") => path;
}

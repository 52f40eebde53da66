using System.Runtime.Versioning;
using Taler.TestKit;

namespace PaidApi.Tests;

/// <summary>The agent of the sample, as it is, with a wallet and a key of its own.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Agent(ApiFixture fixture)
{
    private readonly string _name = Guid.NewGuid().ToString("N");

    public string KeyFile => Path.Combine(fixture.Folder.FullName, _name);

    private string SleepLog => KeyFile + ".slept";

    public Task<ShellResult> RunAsync(Uri url, params string[] settings)
    {
        string[] all = ["SANDBOX=" + fixture.Instance.GetLeftPart(UriPartial.Authority), "WALLET=" + _name, "KEY_FILE=" + _name, .. settings];
        var environment = new Dictionary<string, string>();
        foreach (var setting in all)
            environment[setting.Split('=')[0]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];
        var script = Path.Combine(SampleProcess.SourceFolder(ApiFixture.Sample), "agent.sh");
        return Shell.RunFileAsync(script, fixture.Folder.FullName, environment, url.AbsoluteUri);
    }

    /// <summary>A path with a <c>sleep</c> that takes no time: it notes what it was asked for, and lets something happen meanwhile.</summary>
    public string WithSleep(string meanwhile)
    {
        var folder = fixture.Folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
        var sleep = Path.Combine(folder, "sleep");
        File.WriteAllText(sleep, $"#!/usr/bin/env bash\necho \"$1\" >>{SleepLog}\n{meanwhile}\n");
        File.SetUnixFileMode(sleep, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return "PATH=" + folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
    }

    /// <summary>The pauses that <c>sleep</c> was asked for, one a line.</summary>
    public Task<string> SleptAsync() => File.ReadAllTextAsync(SleepLog);
}

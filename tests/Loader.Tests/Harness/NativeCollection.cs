using Xunit;

namespace Ptracer.Loader.Tests;

/// <summary>Tests that start processes run in turn: a fork keeps files open that another test executes.</summary>
[CollectionDefinition(Name)]
public sealed class NativeCollection
{
    public const string Name = "native";
}

using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>git: init, commit, clone, gc, fsck, worktrees.</summary>
public sealed class GitTests : GuestTest
{
    [Fact]
    public void Git_CommitCloneGcFsck_HistoryIsKept()
    {
        Sh("""
            git config --global user.name Test
            git config --global user.email test@example.org
            git config --global init.defaultBranch main
            git init -q origin
            cd origin
            for i in $(seq 20); do mkdir -p d$i; echo $i >d$i/file; ln -s d$i/file link$i; done
            git add .
            git commit -q -m first
            git mv d1/file d1/renamed
            git commit -q -m second
            git checkout -q -b side
            echo more >>d2/file
            git commit -q -a -m third
            git checkout -q main
            git merge -q --no-ff -m merged side
            git gc -q --prune=now
            git fsck --strict
            git status --porcelain
            """).ExpectOutput("");
        Sh("""
            git clone -q origin plain
            git clone -q file:///mnt/origin by-protocol
            git clone -q --bare origin bare.git
            cd by-protocol
            git log --format=%s | sort
            git rev-list --count HEAD
            git remote get-url origin
            cat d2/file link2
            git worktree add -q ../tree side
            git -C ../tree rev-parse --show-toplevel
            git push -q origin HEAD:refs/heads/new
            git -C /mnt/origin fsck
            """).ExpectSuccess().ExpectText("first\nmerged\nsecond\nthird\n4\nfile:///mnt/origin\n2\nmore\n2\nmore\n/mnt/tree\n");
    }

    [Fact]
    public void Git_HookAndDiff_Run()
    {
        Sh("""
            git init -q r && cd r
            git config user.name Test && git config user.email test@example.org
            printf '#!/bin/sh\ngit diff --cached --name-only >hooked\npwd >>hooked\n' >.git/hooks/pre-commit
            chmod +x .git/hooks/pre-commit
            echo text >file && git add file && git commit -q -m one
            cat hooked
            echo changed >file
            git diff --stat
            git stash -q && cat file && git stash pop -q && cat file
            """).ExpectSuccess().ExpectText("file\n/mnt/r\n").ExpectText("1 insertion(+), 1 deletion(-)").ExpectText("text\nchanged\n");
    }
}
